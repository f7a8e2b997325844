package dev.mignet.tcpmig.settings;

import org.jspecify.annotations.Nullable;

/**
 * A front-end as a back-end sees it.
 *
 * @param number its number in the cluster, 1..15 (it must fit four bits of the connmark)
 * @param node its name in the topology
 * @param device the back-end's own interface towards it
 * @param address the front-end's IPv4 address behind that, dotted
 * @param address6 its IPv6 address there; null where it has none
 * @param mac the front-end's MAC address there, such as {@code 02:00:00:00:00:0a}
 */
public record FrontEnd(
    int number, String node, String device, String address, @Nullable String address6, String mac) {
  /** One without IPv6. */
  public FrontEnd(int number, String node, String device, String address, String mac) {
    this(number, node, device, address, null, mac);
  }
}
