package dev.mignet.nodes.net;

/**
 * An interface as the kernel reports it.
 *
 * @param index ifindex in its namespace
 * @param kind {@code veth}, {@code bridge}, {@code tun}; empty for lo
 * @param mac 0 where it has none
 * @param mtu bytes of IP packet
 * @param master ifindex of its bridge, or 0
 * @param up administratively
 * @param running operational: up, with a carrier, and not dormant; {@code ip link} says NO-CARRIER
 *     of one that is up and not running
 * @param settled whether the kernel has acted on its carrier: not so for a moment of one end of a
 *     veth whose other end has just been set up (RFC 2863, ifOperStatus up or dormant)
 * @param gsoMaxSegments most TCP segments in one packet of the stack
 */
public record Link(
    int index,
    String name,
    String kind,
    MacAddress mac,
    int mtu,
    int master,
    boolean up,
    boolean running,
    boolean settled,
    int gsoMaxSegments,
    Statistics statistics) {
  /** Counts since the interface exists; bytes are those of the Ethernet frame without FCS. */
  public record Statistics(
      long receivedPackets,
      long sentPackets,
      long receivedBytes,
      long sentBytes,
      long receiveDrops,
      long sendDrops) {}
}
