package dev.mignet.topology.model;

import java.util.List;

/** A piece of wire with one subnet: a point-to-point {@link Link} or a switched {@link Network}. */
public sealed interface Segment permits Link, Network {

  /** Unique among the segments of the lab; a link is called after its first end. */
  String name();

  /** The subnet that all members' addresses are of. */
  Cidr subnet();

  /** How fast the wire is. */
  Wire wire();

  /** The interfaces on this segment, in the order of the file. */
  List<Interface> members();
}
