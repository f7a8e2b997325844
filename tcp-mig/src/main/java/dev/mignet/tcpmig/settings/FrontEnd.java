package dev.mignet.tcpmig.settings;

/**
 * A front-end as a back-end sees it.
 *
 * @param number its number in the cluster, 1..15 (it must fit four bits of the connmark)
 * @param node its name in the topology
 * @param device the back-end's own interface towards it
 * @param address the front-end's IPv4 address behind that, dotted
 * @param mac the front-end's MAC address there, such as {@code 02:00:00:00:00:0a}
 */
public record FrontEnd(int number, String node, String device, String address, String mac) {}
