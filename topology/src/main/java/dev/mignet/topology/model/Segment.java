package dev.mignet.topology.model;

import dev.mignet.nodes.net.IpFamily;
import java.util.List;
import java.util.Optional;

/** A piece of wire with one subnet: a point-to-point {@link Link} or a switched {@link Network}. */
public sealed interface Segment permits Link, Network {

  /** Unique among the segments of the lab; a link is called after its first end. */
  String name();

  /** The subnet that all members' addresses are of. */
  Cidr subnet();

  /** The subnet that all members' IPv6 addresses are of, where they have any. */
  Optional<Cidr> subnet6();

  /** The subnet of a family. */
  default Optional<Cidr> subnet(IpFamily family) {
    return switch (family) {
      case IPV4 -> Optional.of(subnet());
      case IPV6 -> subnet6();
    };
  }

  /** How the wire behaves; of a network: that of most members. */
  Wire wire();

  /** How the wire of this member ({@link Interface#reference}) behaves. */
  default Wire wire(String member) {
    return wire();
  }

  /** The interfaces on this segment, in the order of the file. */
  List<Interface> members();
}
