package dev.mignet.topology.model;

import java.util.List;
import java.util.Optional;

/**
 * A wire between two interfaces.
 *
 * @param name {@code NODE-INTERFACE} of the first end
 */
public record Link(
    String name, Cidr subnet, Optional<Cidr> subnet6, Wire wire, Interface first, Interface second)
    implements Segment {

  @Override
  public List<Interface> members() {
    return List.of(first, second);
  }
}
