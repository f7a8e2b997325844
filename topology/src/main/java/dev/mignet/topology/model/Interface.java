package dev.mignet.topology.model;

/**
 * One network interface of a node.
 *
 * @param node the node's name
 * @param name the interface's name in the node's namespace, at most 15 bytes
 * @param mac such as {@code 02:00:00:02:00:0b}; unicast
 * @param address the interface's address with the prefix length of its segment
 */
public record Interface(String node, String name, String mac, Cidr address) {

  /** As the file writes it: {@code node:interface}. */
  public String reference() {
    return node + ':' + name;
  }
}
