package dev.mignet.tcpmig.daemon;

/** CLOCK_MONOTONIC in milliseconds, the clock that the kernel's TCP timestamps are made of. */
final class Clock {
  private static final long AT_ONCE_NANOS = 100_000;
  private static final int MOST_TRIES = 100;

  private Clock() {}

  static long now() {
    return of(System.nanoTime()); // HotSpot on Linux reads CLOCK_MONOTONIC
  }

  static long of(long nanoTime) {
    return nanoTime / 1_000_000;
  }

  /**
   * When a message came that the kernel has stamped with that time since the epoch. Two times that
   * are cut to whole ms may differ by one where nothing lies between.
   */
  static long ofArrival(long realMillis) {
    return System.currentTimeMillis() - realMillis <= 1 ? now() : ofReal(realMillis);
  }

  /** A time since the epoch, as the kernel stamps packets with, in this clock. */
  static long ofReal(long realMillis) {
    long before;
    long real;
    int tries = MOST_TRIES;
    // A thread that has to wait for a processor between the two clocks would take the one for the
    // other of some ms later, and the server's timestamps would go back when its connection moves.
    do {
      before = System.nanoTime();
      real = System.currentTimeMillis();
    } while (System.nanoTime() - before > AT_ONCE_NANOS && --tries > 0);
    // Three times are cut to whole ms: rather too early, which puts the server's clock ahead, than
    // too late.
    return realMillis - real + before / 1_000_000 - 1;
  }
}
