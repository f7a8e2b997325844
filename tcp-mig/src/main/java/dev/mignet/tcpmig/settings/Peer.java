package dev.mignet.tcpmig.settings;

import org.jspecify.annotations.Nullable;

/**
 * A back-end as the others reach it.
 *
 * @param number its number in the cluster, 1..15 (it must fit the connmark's low four bits)
 * @param node its name in the topology
 * @param address its IPv4 address on the SAN, dotted: daemons talk over IPv4
 * @param address6 its IPv6 address there, for connections over IPv6 that are forwarded to it; null
 *     where it has none
 */
public record Peer(int number, String node, String address, @Nullable String address6) {
  /** One without IPv6. */
  public Peer(int number, String node, String address) {
    this(number, node, address, null);
  }
}
