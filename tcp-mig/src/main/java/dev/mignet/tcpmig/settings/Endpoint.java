package dev.mignet.tcpmig.settings;

/**
 * A generic endpoint that every back-end owns (the paper, section 3).
 *
 * @param name its name in the topology
 * @param address the virtual IPv4 address, dotted
 * @param port the TCP port, 1..65535
 */
public record Endpoint(String name, String address, int port) {}
