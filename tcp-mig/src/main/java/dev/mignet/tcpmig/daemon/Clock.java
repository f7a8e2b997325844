package dev.mignet.tcpmig.daemon;

/** CLOCK_MONOTONIC in milliseconds, the clock that the kernel's TCP timestamps are made of. */
final class Clock {
  private Clock() {}

  static long now() {
    return System.nanoTime() / 1_000_000; // HotSpot on Linux reads CLOCK_MONOTONIC
  }

  /** A time since the epoch, as the kernel stamps packets with, in this clock. */
  static long ofReal(long realMillis) {
    return realMillis - System.currentTimeMillis() + now();
  }
}
