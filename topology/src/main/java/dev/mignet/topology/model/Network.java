package dev.mignet.topology.model;

import java.util.List;

/** A switch with members, each on a wire of its own to the switch. */
public record Network(String name, Cidr subnet, Wire wire, List<Interface> members)
    implements Segment {

  /** Copies the members. */
  public Network {
    members = List.copyOf(members);
  }
}
