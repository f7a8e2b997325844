package dev.mignet.topology.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A switch with members, each on a wire of its own to the switch.
 *
 * @param wire of members that have none of their own
 * @param wires of those that have, by {@link Interface#reference}
 */
public record Network(
    String name,
    Cidr subnet,
    Optional<Cidr> subnet6,
    Wire wire,
    List<Interface> members,
    Map<String, Wire> wires)
    implements Segment {

  /** Copies the collections. */
  public Network {
    members = List.copyOf(members);
    wires = Map.copyOf(wires);
  }

  @Override
  public Wire wire(String member) {
    return wires.getOrDefault(member, wire);
  }
}
