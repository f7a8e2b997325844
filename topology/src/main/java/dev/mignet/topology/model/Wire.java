package dev.mignet.topology.model;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a wire behaves: a profile and what the file overrides of it.
 *
 * @param profile a name that {@code dev.mignet.san.Profiles} knows
 * @param rate bits per second, over the profile's
 * @param mtu bytes of IP packet, over the profile's
 */
public record Wire(String profile, OptionalLong rate, OptionalInt mtu) {}
