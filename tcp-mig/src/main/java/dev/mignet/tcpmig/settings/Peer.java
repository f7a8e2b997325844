package dev.mignet.tcpmig.settings;

/**
 * A back-end as the others reach it.
 *
 * @param number its number in the cluster, 1..15 (it must fit the connmark's low four bits)
 * @param node its name in the topology
 * @param address its IPv4 address on the SAN, dotted
 */
public record Peer(int number, String node, String address) {}
