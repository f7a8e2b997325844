package dev.mignet.topology.model;

import dev.mignet.nodes.net.IpFamily;
import java.util.List;
import java.util.Optional;

/**
 * One network interface of a node.
 *
 * @param node the node's name
 * @param name the interface's name in the node's namespace, at most 15 bytes
 * @param mac such as {@code 02:00:00:02:00:0b}; unicast
 * @param address the interface's address with the prefix length of its segment
 * @param address6 the same of IPv6, where it has one
 */
public record Interface(
    String node, String name, String mac, Cidr address, Optional<Cidr> address6) {

  /** Its address of a family. */
  public Optional<Cidr> address(IpFamily family) {
    return switch (family) {
      case IPV4 -> Optional.of(address);
      case IPV6 -> address6;
    };
  }

  /** All its addresses. */
  public List<Cidr> addresses() {
    return address6.map(six -> List.of(address, six)).orElse(List.of(address));
  }

  /** As the file writes it: {@code node:interface}. */
  public String reference() {
    return node + ':' + name;
  }
}
