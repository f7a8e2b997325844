package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Wire;
import java.util.List;
import java.util.Optional;

/**
 * A link or network as read, before it has addresses.
 *
 * @param pointToPoint whether it is a link
 * @param members of a link exactly two
 */
record SegmentDraft(
    String name,
    Place place,
    boolean pointToPoint,
    Wire wire,
    Optional<Placed<Cidr>> subnet,
    List<Member> members) {

  boolean has(String node) {
    return members.stream().anyMatch(member -> member.node().equals(node));
  }

  /** An interface of an existing node. */
  record Member(String node, String interfaceName, Place place) {
    String reference() {
      return node + ':' + interfaceName;
    }
  }
}
