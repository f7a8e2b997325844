package dev.mignet.nodes.net;

/**
 * A netem qdisc at the root of an interface's egress (tc-netem(8), net/sched/sch_netem.c).
 *
 * @param delayNanos of each packet
 * @param jitterNanos the delay is uniform within so much of it
 * @param loss share of packets that are dropped, 0 to 1; so the next three
 * @param duplicate share of packets that are doubled
 * @param reorder share of packets that are sent at once
 * @param corrupt share of packets with one bit changed
 * @param seed of all draws; kernels before 6.7 do not read it
 * @param bytesPerSecond each packet is delayed by its length over this, one after the other, and
 *     none overtakes another; {@link #NO_RATE}
 * @param overhead bytes that a packet takes beyond its Ethernet header and payload
 */
public record Netem(
    long delayNanos,
    long jitterNanos,
    double loss,
    double duplicate,
    double reorder,
    double corrupt,
    long seed,
    long bytesPerSecond,
    int overhead) {

  /** Packets are not delayed by their length. */
  public static final long NO_RATE = 0;

  /** Without a rate. */
  public Netem(
      long delayNanos,
      long jitterNanos,
      double loss,
      double duplicate,
      double reorder,
      double corrupt,
      long seed) {
    this(delayNanos, jitterNanos, loss, duplicate, reorder, corrupt, seed, NO_RATE, 0);
  }
}
