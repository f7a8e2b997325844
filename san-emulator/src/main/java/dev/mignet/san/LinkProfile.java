package dev.mignet.san;

import java.time.Duration;

/**
 * A kind of network link, the same in both directions.
 *
 * @param name as a topology file names it
 * @param bitsPerSecond of frames with their overhead; {@link #UNLIMITED} for no limit
 * @param frameOverhead bytes that a frame takes on the wire beyond its 14-byte Ethernet header and
 *     payload
 * @param minimumFrame least bytes that a frame takes on the wire, overhead included; 0 for none
 * @param mtu bytes of IP packet
 * @param queue full-sized frames that may wait to be sent, where the rate is limited; {@link
 *     #USUAL_QUEUE}
 * @param latency one way, of a short message, as published; for information: no packet is delayed
 *     for it, because on most machines a veth pair takes longer already
 */
public record LinkProfile(
    String name,
    long bitsPerSecond,
    int frameOverhead,
    int minimumFrame,
    int mtu,
    int queue,
    Duration latency) {
  /** The rate of a link that is as fast as the machine. */
  public static final long UNLIMITED = 0;

  /** A queue of 100 frames, or more where that is less than {@link Shaping} finds useful. */
  public static final int USUAL_QUEUE = 0;

  /** Bytes of a frame's header, as a qdisc counts them. */
  static final int ETHERNET_HEADER = 14;

  /** Least rate: a TBF counts whole bytes, and below this one frame takes minutes. */
  private static final long LEAST_RATE = 1_000;

  /**
   * RFC 791: every IPv4 host takes packets of 68 bytes; the loopback interface has the largest MTU
   * in use.
   */
  private static final int LEAST_MTU = 68;

  private static final int MOST_MTU = 65_535;

  public LinkProfile {
    if (bitsPerSecond != UNLIMITED && bitsPerSecond < LEAST_RATE) {
      throw new IllegalArgumentException(
          "rate of %d bit/s is below 1 kbit/s".formatted(bitsPerSecond));
    }
    if (mtu < LEAST_MTU || mtu > MOST_MTU) {
      throw new IllegalArgumentException("MTU %d is not 68 to 65535".formatted(mtu));
    }
    if (queue < 0) {
      throw new IllegalArgumentException("queue of %d packets".formatted(queue));
    }
    if (frameOverhead < 0 || minimumFrame < 0) {
      throw new IllegalArgumentException(
          "overhead %d, minimum %d".formatted(frameOverhead, minimumFrame));
    }
  }

  /** The same link at another rate in bit/s, or {@link #UNLIMITED}. */
  public LinkProfile withRate(long bitsPerSecond) {
    return new LinkProfile(name, bitsPerSecond, frameOverhead, minimumFrame, mtu, queue, latency);
  }

  /** The same link with another MTU, in bytes of IP packet. */
  public LinkProfile withMtu(int mtu) {
    return new LinkProfile(name, bitsPerSecond, frameOverhead, minimumFrame, mtu, queue, latency);
  }

  /** The same link with another queue, in full-sized frames. */
  public LinkProfile withQueue(int queue) {
    return new LinkProfile(name, bitsPerSecond, frameOverhead, minimumFrame, mtu, queue, latency);
  }

  /** Bytes that an IP packet of this length takes on the wire: header, overhead, the minimum. */
  public int wireBytes(int packet) {
    return Math.max(ETHERNET_HEADER + packet + frameOverhead, minimumFrame);
  }

  /** Ns that an IP packet of this length takes to be put on the wire; 0 where it is not limited. */
  public double transmissionNanos(int packet) {
    return bitsPerSecond == UNLIMITED ? 0 : wireBytes(packet) * 8e9 / bitsPerSecond;
  }

  /** Bytes of a full-sized frame as a qdisc sees it: 14 bytes of Ethernet header and the MTU. */
  int fullFrame() {
    return ETHERNET_HEADER + mtu;
  }
}
