package dev.mignet.nodes.net;

/**
 * A token bucket filter at the root of an interface's egress (tc-tbf(8), net/sched/sch_tbf.c).
 *
 * @param bytesPerSecond rate, overhead included, at least 1
 * @param burst bytes that may leave at once after a pause, overhead excluded; a larger packet is
 *     dropped (or cut up, where it is a super-packet)
 * @param limit bytes that may wait before packets are dropped
 * @param overhead bytes charged for each packet of the queue beyond the 14-byte Ethernet header and
 *     the payload
 * @param minimum least bytes charged for a packet, overhead included
 */
public record Tbf(long bytesPerSecond, int burst, int limit, int overhead, int minimum) {
  public Tbf {
    if (bytesPerSecond < 1 || burst < 1 || limit < 1 || overhead < 0 || minimum < 0) {
      throw new IllegalArgumentException(
          "TBF of %d B/s, burst %d, limit %d, overhead %d, minimum %d"
              .formatted(bytesPerSecond, burst, limit, overhead, minimum));
    }
  }
}
