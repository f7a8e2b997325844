package dev.mignet.topology.model;

import java.util.List;
import java.util.Optional;

/** A switch with members, each on a wire of its own to the switch. */
public record Network(
    String name, Cidr subnet, Optional<Cidr> subnet6, Wire wire, List<Interface> members)
    implements Segment {

  /** Copies the members. */
  public Network {
    members = List.copyOf(members);
  }
}
