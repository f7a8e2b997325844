package dev.mignet.apache.bench.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the machine's processors have worked, all processes and the kernel together: the first line
 * of {@code /proc/stat} (proc(5)) without idle, iowait and steal.
 */
final class BusyTime {

  /** USER_HZ, the same on every architecture that Java 17 has. */
  private static final double MICROS_PER_TICK = 1e4;

  private static final int USER = 1;
  private static final int NICE = 2;
  private static final int SYSTEM = 3;
  private static final int IRQ = 6;
  private static final int SOFTIRQ = 7;

  private BusyTime() {}

  /** Since the machine was started, in microseconds; comes in steps of 10 ms. */
  static double micros() throws IOException {
    String line = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow();
    String[] fields = line.split(" +", -1);
    double ticks = 0;
    for (int field : new int[] {USER, NICE, SYSTEM, IRQ, SOFTIRQ}) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks * MICROS_PER_TICK;
  }
}
