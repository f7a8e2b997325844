package dev.mignet.nodes.net;

/**
 * A routing rule: packets whose mark matches look into a table.
 *
 * @param ipv6 for IPv6 packets rather than IPv4
 * @param preference lower comes first
 * @param mark compared with the packet's mark under {@code mask}; mask 0 matches every packet
 * @param table such as {@link Route#MAIN}
 */
public record Rule(boolean ipv6, int preference, int mark, int mask, int table) {
  /** The kernel's first rule of a family, {@code 0: from all lookup local}. */
  public static Rule localFirst(boolean ipv6) {
    return new Rule(ipv6, 0, 0, 0, Route.LOCAL);
  }
}
