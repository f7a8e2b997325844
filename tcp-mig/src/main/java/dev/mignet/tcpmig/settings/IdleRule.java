package dev.mignet.tcpmig.settings;

import java.util.List;

/**
 * The rule for connections that rest: they go to a target.
 *
 * @param millis how long neither side must have sent data; at least 1
 * @param targets the numbers of the back-ends that shall have them, in the order in which they are
 *     asked; at least one. Where the first is the node itself they stay
 * @param otherwise what is done where none of them takes one
 */
public record IdleRule(long millis, List<Integer> targets, Otherwise otherwise) {}
