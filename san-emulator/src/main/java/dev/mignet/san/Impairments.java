package dev.mignet.san;

import java.time.Duration;

/**
 * What goes wrong on one direction of a link, as netem(8) means it. Each packet's fate is drawn by
 * itself; shares are from 0 to 1.
 *
 * @param delay one way, of each packet
 * @param jitter the delay is uniform from {@code delay - jitter} to {@code delay + jitter}, but
 *     never negative; a packet with a shorter one overtakes others
 * @param loss share of packets that vanish
 * @param duplicate share of packets that come twice
 * @param reorder share of packets that are not delayed at all, and so overtake others
 * @param corrupt share of packets with one bit changed, anywhere from the IP header on
 * @param storeAndForward whether a packet that finds the wire free takes its length over the rate
 *     too, which a token bucket lets pass at once
 */
public record Impairments(
    Duration delay,
    Duration jitter,
    double loss,
    double duplicate,
    double reorder,
    double corrupt,
    boolean storeAndForward) {

  /** Longest delay and jitter. */
  public static final Duration LONGEST = Duration.ofSeconds(60);

  /** A wire without fault. */
  public static final Impairments NONE = new Impairments(Duration.ZERO, Duration.ZERO, 0, 0, 0, 0);

  /** Without {@code storeAndForward}. */
  public Impairments(
      Duration delay,
      Duration jitter,
      double loss,
      double duplicate,
      double reorder,
      double corrupt) {
    this(delay, jitter, loss, duplicate, reorder, corrupt, false);
  }

  public Impairments {
    checkTime("delay", delay);
    checkTime("jitter", jitter);
    checkShare("loss", loss);
    checkShare("duplicate", duplicate);
    checkShare("reorder", reorder);
    checkShare("corrupt", corrupt);
  }

  /** Whether nothing goes wrong. */
  public boolean isNone() {
    return delay.isZero() && !perPacket() && !storeAndForward;
  }

  /**
   * Whether each packet has a fate of its own, so that none may pass as a part of a super-packet.
   */
  public boolean perPacket() {
    return !jitter.isZero() || loss > 0 || duplicate > 0 || reorder > 0 || corrupt > 0;
  }

  /** Whether whoever imposes them needs all bytes of a packet. */
  public boolean needsBytes() {
    return duplicate > 0 || corrupt > 0;
  }

  private static void checkTime(String name, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " of " + time + " is not 0 to 60 s");
    }
  }

  private static void checkShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " of " + share + " is not 0 to 1");
    }
  }
}
