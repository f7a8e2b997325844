package dev.mignet.topology.yaml;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A link or network as read, before it has addresses.
 *
 * @param pointToPoint whether it is a link
 * @param usesIpv6 whether it has IPv6 addresses in any case
 * @param members of a link exactly two
 * @param wires of members that have one of their own, by {@link Member#reference}
 */
record SegmentDraft(
    String name,
    Place place,
    boolean pointToPoint,
    Wire wire,
    Optional<Placed<Cidr>> subnet,
    Optional<Placed<Cidr>> subnet6,
    boolean usesIpv6,
    List<Member> members,
    Map<String, Wire> wires) {

  boolean has(String node) {
    return members.stream().anyMatch(member -> member.node().equals(node));
  }

  /** The subnet of that family that the file gives. */
  Optional<Placed<Cidr>> subnet(IpFamily family) {
    return switch (family) {
      case IPV4 -> subnet;
      case IPV6 -> subnet6;
    };
  }

  /** Whether it has addresses of that family although the file gives none. */
  boolean uses(IpFamily family) {
    return switch (family) {
      case IPV4 -> true;
      case IPV6 -> usesIpv6;
    };
  }

  /** An interface of an existing node. */
  record Member(String node, String interfaceName, Place place) {
    String reference() {
      return node + ':' + interfaceName;
    }
  }
}
