package dev.mignet.san;

import java.util.SplittableRandom;

/**
 * One direction of a wire: takes packets with the times at which their transmission may begin, and
 * tells when and how each comes out. Pure: no clock, no I/O; the same seed and the same packets
 * give the same fates. Allocates nothing.
 *
 * <p>A packet is first put on the wire, which takes its length over the rate and waits for those
 * before it (store and forward: it comes out when its last bit does); then it travels. What waits
 * to be put on the wire is not limited here, because a token bucket of the same rate stands before
 * it and has the queue.
 *
 * <p>The fates are those of net/sched/sch_netem.c, netem_enqueue.
 */
public final class LinkModel {

  /** Receives what comes out. */
  @FunctionalInterface
  public interface Exit {
    /**
     * A copy of the packet comes out.
     *
     * @param atNanos when, on the clock of the times put in
     * @param duplicate whether it is a second one of the same packet
     * @param flippedBit the bit that is changed, from 0, counted from the packet's first; or {@link
     *     #NONE}
     */
    void packet(long atNanos, boolean duplicate, int flippedBit);
  }

  /** No bit is changed. */
  public static final int NONE = -1;

  private final LinkProfile profile;
  private final long delay;
  private final long jitter;
  private final Impairments impairments;
  private final SplittableRandom random;
  private long wireFreeAt = Long.MIN_VALUE;

  /** Of a nanosecond, beyond {@link #wireFreeAt}. */
  private double fraction;

  /** A wire on which nothing is, with the fates that it always has. */
  public LinkModel(WireDirection wire) {
    this(wire.direction().profile(), wire.direction().impairments(), wire.seed());
  }

  /**
   * A wire on which nothing is.
   *
   * @param profile of which rate, overhead and minimum are of interest
   * @param seed of the fates
   */
  public LinkModel(LinkProfile profile, Impairments impairments, long seed) {
    this.profile = profile;
    this.delay = impairments.delay().toNanos();
    this.jitter = impairments.jitter().toNanos();
    this.impairments = impairments;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Puts a packet in.
   *
   * @param length bytes of the IP packet
   * @param nowNanos on any clock, not before that of the last packet
   * @param exit gets it, zero to two times
   */
  public void put(int length, long nowNanos, Exit exit) {
    long sent = transmit(length, nowNanos);
    // a duplicate is made before the losses, and what is both lost and doubled comes once
    boolean duplicated = draw(impairments.duplicate());
    int copies = 1 + (duplicated ? 1 : 0) - (draw(impairments.loss()) ? 1 : 0);
    if (copies > 0) {
      travel(length, sent, false, exit);
    }
    if (copies > 1 && !draw(impairments.loss())) { // it goes in again, never to be doubled again
      travel(length, sent, true, exit);
    }
  }

  private long transmit(int length, long now) {
    if (profile.bitsPerSecond() == LinkProfile.UNLIMITED) {
      return now;
    }
    if (now > wireFreeAt) {
      wireFreeAt = now;
      fraction = 0;
    }
    fraction += profile.transmissionNanos(length);
    long whole = (long) fraction;
    fraction -= (double) whole;
    wireFreeAt += whole;
    return wireFreeAt;
  }

  private void travel(int length, long sent, boolean duplicate, Exit exit) {
    int flipped = draw(impairments.corrupt()) ? random.nextInt(8 * length) : NONE;
    // the share that is drawn is sent at once, the others are delayed
    long way = draw(impairments.reorder()) ? 0 : delay();
    exit.packet(sent + way, duplicate, flipped);
  }

  private long delay() {
    if (jitter == 0) {
      return delay;
    }
    return Math.max(0, delay - jitter + random.nextLong(2 * jitter));
  }

  private boolean draw(double share) {
    return share > 0 && random.nextDouble() < share;
  }
}
