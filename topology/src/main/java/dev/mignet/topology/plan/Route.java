package dev.mignet.topology.plan;

import dev.mignet.topology.model.Cidr;
import java.net.InetAddress;
import java.util.List;

/**
 * A route of a node.
 *
 * @param destination a subnet, or a single address with the longest prefix
 * @param hops at least one; several: the kernel chooses by a hash of addresses and ports
 */
public record Route(Cidr destination, List<Hop> hops) {

  /** Copies the hops. */
  public Route {
    hops = List.copyOf(hops);
  }

  /** A neighbour and the interface behind which it is. */
  public record Hop(InetAddress via, String interfaceName) {}
}
