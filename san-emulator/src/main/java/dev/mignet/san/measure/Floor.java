package dev.mignet.san.measure;

/**
 * What a bare veth pair and the scheduler of this machine cost: no wire is better than that here.
 *
 * @param delayNanos one way, the median of lone packets of the shortest kind
 * @param packetsPerSecond of a flood
 * @param packet bytes of IP packet of that flood
 * @param lost packets of {@code sent} that did not come
 */
public record Floor(double delayNanos, double packetsPerSecond, int packet, long lost, long sent) {

  /** Bits a second of frames that take so many bytes on the wire. */
  double bitsPerSecond(int wireBytes) {
    return packetsPerSecond * 8 * wireBytes;
  }

  Interval lostShare() {
    return Interval.ofShare(lost, sent);
  }
}
