package dev.mignet.topology.plan;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Segment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A node on the same segment.
 *
 * @param own the interface towards it
 * @param other the interface of the neighbour
 */
record Neighbour(Interface own, Interface other) {
  /**
   * By a segment with IPv6 where endpoints need it, and by another one than a SAN where there is
   * one; empty where two nodes share none.
   */
  static Optional<Neighbour> of(Lab lab, String node, String other) {
    List<String> sans = lab.endpoints().stream().map(GenericEndpoint::san).toList();
    boolean ipv6 = GenericEndpoint.families(lab.endpoints()).contains(IpFamily.IPV6);
    return lab.segments().stream()
        .sorted(
            Comparator.comparing((Segment segment) -> ipv6 && segment.subnet6().isEmpty())
                .thenComparing(segment -> sans.contains(segment.name())))
        .flatMap(
            segment ->
                member(segment, node)
                    .flatMap(from -> member(segment, other).map(to -> new Neighbour(from, to)))
                    .stream())
        .findFirst();
  }

  /** The way to it, where it has an address of that family. */
  Route.Hop hop(IpFamily family) {
    return new Route.Hop(other.address(family).orElseThrow().address(), own.name());
  }

  private static Optional<Interface> member(Segment segment, String node) {
    return segment.members().stream().filter(member -> member.node().equals(node)).findFirst();
  }
}
