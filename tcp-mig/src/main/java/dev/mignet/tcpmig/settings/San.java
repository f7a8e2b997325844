package dev.mignet.tcpmig.settings;

import java.util.List;

/**
 * The node's way to the other back-ends.
 *
 * @param device the SAN interface in the node's namespace
 * @param address the node's own IPv4 address on it, dotted
 * @param port the UDP port of the migration protocol
 * @param peers all back-ends, the node itself among them
 */
public record San(String device, String address, int port, List<Peer> peers) {}
