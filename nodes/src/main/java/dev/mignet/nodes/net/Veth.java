package dev.mignet.nodes.net;

import org.jspecify.annotations.Nullable;

/**
 * A virtual cable: two Ethernet interfaces, each in a namespace, what goes in at one coming out at
 * the other.
 */
public record Veth(End first, End second) {
  /**
   * One end of the cable.
   *
   * @param name 1 to 15 bytes
   * @param namespaceFd where it appears: {@link NetworkNamespace#fd}
   * @param mac null lets the kernel choose one
   * @param mtu bytes of IP packet, 0 for the default of 1500
   * @param gsoMaxSegments most TCP segments that the stack hands over as one packet; 0 for the
   *     kernel's default (65535)
   */
  public record End(
      String name, int namespaceFd, @Nullable MacAddress mac, int mtu, int gsoMaxSegments) {
    /** An end with everything else left to the kernel. */
    public End(String name, NetworkNamespace namespace) {
      this(name, namespace.fd(), null, 0, 0);
    }
  }
}
