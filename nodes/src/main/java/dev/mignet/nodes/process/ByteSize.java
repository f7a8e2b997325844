package dev.mignet.nodes.process;

import java.util.List;

/** Sizes as people write them, in binary multiples. */
public final class ByteSize {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB");

  private ByteSize() {}

  /** In the largest unit that leaves a whole number: {@code 1536 MiB}. */
  public static String text(long bytes) {
    long number = bytes;
    int unit = 0;
    while (number > 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
      number /= 1024;
      unit++;
    }
    return number + " " + UNITS.get(unit);
  }
}
