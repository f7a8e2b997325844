package dev.mignet.san.measure;

import java.util.Arrays;

/**
 * What a bare veth pair and the scheduler of this machine cost: no wire is better than that here.
 *
 * @param delayNanos one way, the median of lone packets of the shortest kind
 * @param lowDelayNanos a quarter of them took less: whoever receives was at the right place
 * @param highDelayNanos a quarter took more
 * @param packetsPerSecond of a flood
 * @param packet bytes of IP packet of that flood
 * @param lost packets of {@code sent} that did not come
 */
public record Floor(
    double delayNanos,
    double lowDelayNanos,
    double highDelayNanos,
    double packetsPerSecond,
    int packet,
    long lost,
    long sent) {

  /**
   * With these delays.
   *
   * @param delays at least one
   */
  static Floor of(long[] delays, double packetsPerSecond, int packet, long lost, long sent) {
    long[] sorted = delays.clone();
    Arrays.sort(sorted);
    return new Floor(
        sorted[sorted.length / 2],
        sorted[sorted.length / 4],
        sorted[sorted.length * 3 / 4],
        packetsPerSecond,
        packet,
        lost,
        sent);
  }

  /** Bits a second of frames that take so many bytes on the wire. */
  double bitsPerSecond(int wireBytes) {
    return packetsPerSecond * 8 * wireBytes;
  }

  Interval lostShare() {
    return Interval.ofShare(lost, sent);
  }
}
