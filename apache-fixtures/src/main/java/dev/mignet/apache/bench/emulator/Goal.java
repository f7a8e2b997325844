package dev.mignet.apache.bench.emulator;

import java.util.Locale;

/**
 * What is meant to be, and whether it was this time.
 *
 * @param what is compared
 * @param value a ratio, or seconds
 * @param bound such as {@code >= 10.0x}
 */
record Goal(String what, double value, String bound, boolean met) {

  static Goal atLeast(String what, double ratio, double bound) {
    return new Goal(what, ratio, String.format(Locale.ROOT, ">= %.1fx", bound), ratio >= bound);
  }

  static Goal atMost(String what, double ratio, double bound) {
    return new Goal(what, ratio, String.format(Locale.ROOT, "<= %.1fx", bound), ratio <= bound);
  }

  static Goal within(String what, double seconds, double bound) {
    String text = String.format(Locale.ROOT, "<= %.2f s", bound);
    return new Goal(what, seconds, text, seconds <= bound);
  }
}
