package dev.mignet.san;

import dev.mignet.nodes.net.Tbf;
import java.util.Optional;

/**
 * What the kernel must be told so that one end of a veth pair sends as a link of some profile does.
 * Pure.
 *
 * <p>Two regimes. A link of up to {@value #EXACT_FRAMES_PER_SECOND} full frames a second is shaped
 * frame by frame: TCP hands over single segments, each is charged its overhead, and few frames
 * leave back to back. Beyond, single frames would cost the CPUs more than there are: super-packets
 * of up to 64 KB pass the bucket whole. The kernel charges a super-packet the headers of all its
 * segments but the overhead only once, so there the rate is lowered by the overhead's share
 * instead.
 *
 * @param tbf the token bucket; none for an unlimited link
 * @param gsoMaxSegments most TCP segments in one packet of the stack, 1 to 65535
 */
public record Shaping(Optional<Tbf> tbf, int gsoMaxSegments) {
  /** The kernel's own default, GSO_MAX_SEGS. */
  static final int GSO_DEFAULT = 65_535;

  /** At MTU 1500, 246 Mb/s. */
  static final int EXACT_FRAMES_PER_SECOND = 20_000;

  /**
   * How late the bucket's timer may be without the link standing idle: what a burst must cover.
   * Measured: with one frame (123 us at 100 Mb/s) the link loses a fifth of its rate, with three
   * nothing.
   */
  private static final long TIMER_LATENESS_MICROS = 375;

  private static final int LEAST_BURST_FRAMES = 3;

  /** Two super-packets of 64 KB: the bucket cuts up what is larger than its burst. */
  private static final int LEAST_BULK_BURST = 2 * 65_536;

  /**
   * The transmit queue of an Ethernet interface of the paper's time (Linux 2.2: tx_queue_len =
   * 100).
   */
  private static final int QUEUE_FRAMES = 100;

  /**
   * At higher rates the queue is a time: it must cover a super-packet of each of many connections.
   */
  private static final long QUEUE_MICROS = 4_400;

  /** The shaping of the end that sends in this direction. */
  public static Shaping of(Direction direction) {
    Shaping shaping = of(direction.profile());
    // a super-packet would be lost, or changed, as a whole
    return direction.impairments().perPacket() ? new Shaping(shaping.tbf(), 1) : shaping;
  }

  /** The shaping of each end of a link of this profile. */
  public static Shaping of(LinkProfile profile) {
    if (profile.bitsPerSecond() == LinkProfile.UNLIMITED) {
      return new Shaping(Optional.empty(), GSO_DEFAULT);
    }
    long rate = profile.bitsPerSecond() / 8;
    int wireFrame = profile.wireBytes(profile.mtu());
    int limit = queue(profile, rate);
    if (rate <= (long) EXACT_FRAMES_PER_SECOND * wireFrame) {
      int burst = bytes(LEAST_BURST_FRAMES * (long) wireFrame, rate, TIMER_LATENESS_MICROS);
      Tbf tbf = new Tbf(rate, burst, limit, profile.frameOverhead(), profile.minimumFrame());
      return new Shaping(Optional.of(tbf), 1);
    }
    int burst = bytes(LEAST_BULK_BURST, rate, TIMER_LATENESS_MICROS);
    long netRate = rate * profile.fullFrame() / wireFrame;
    return new Shaping(Optional.of(new Tbf(netRate, burst, limit, 0, 0)), GSO_DEFAULT);
  }

  private static int queue(LinkProfile profile, long rate) {
    return profile.queue() == LinkProfile.USUAL_QUEUE
        ? bytes(QUEUE_FRAMES * (long) profile.fullFrame(), rate, QUEUE_MICROS)
        : bytes(profile.queue() * (long) profile.fullFrame(), rate, 0);
  }

  /**
   * What the rate carries in a time, but at least {@code least}; at most 1 GiB, for the kernel's
   * fields of 32 bits.
   */
  private static int bytes(long least, long bytesPerSecond, long micros) {
    long carried = (long) (bytesPerSecond * (micros / 1e6));
    return (int) Math.min(Math.max(least, carried), 1 << 30);
  }
}
