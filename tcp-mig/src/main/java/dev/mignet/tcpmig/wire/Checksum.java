package dev.mignet.tcpmig.wire;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071), in one's complement over 16-bit big-endian words. */
final class Checksum {
  private Checksum() {}

  /** Adds a range to a running sum; an odd last byte counts as the high half of a word. */
  static long add(long sum, ByteBuffer buffer, int from, int to) {
    int at = from;
    for (; at + 4 <= to; at += 4) {
      sum += buffer.getInt(at) & 0xffffffffL;
    }
    if (at + 2 <= to) {
      sum += buffer.getShort(at) & 0xffff;
      at += 2;
    }
    if (at < to) {
      sum += (buffer.get(at) & 0xff) << 8;
    }
    return sum;
  }

  /** Folds a sum to 16 bits and complements it. */
  static short finish(long sum) {
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }
}
