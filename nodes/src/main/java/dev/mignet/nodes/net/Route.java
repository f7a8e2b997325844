package dev.mignet.nodes.net;

import java.util.List;

/**
 * A unicast route.
 *
 * @param destination its host bits are ignored
 * @param hops at least one; several share the traffic by hash (net.ipv4.fib_multipath_hash_policy)
 * @param table {@link #MAIN}, or a table of one's own that a {@link Rule} refers to
 */
public record Route(IpPrefix destination, List<NextHop> hops, int table) {
  /** RT_TABLE_MAIN. */
  public static final int MAIN = 254;

  /** RT_TABLE_LOCAL, the kernel's own routes to the node's addresses. */
  public static final int LOCAL = 255;

  public Route {
    hops = List.copyOf(hops);
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("a route needs a next hop");
    }
  }

  /** A route of the main table. */
  public Route(IpPrefix destination, NextHop... hops) {
    this(destination, List.of(hops), MAIN);
  }
}
