package dev.mignet.topology.model;

import java.util.List;

/**
 * A wire between two interfaces.
 *
 * @param name {@code NODE-INTERFACE} of the first end
 */
public record Link(String name, Cidr subnet, Wire wire, Interface first, Interface second)
    implements Segment {

  @Override
  public List<Interface> members() {
    return List.of(first, second);
  }
}
