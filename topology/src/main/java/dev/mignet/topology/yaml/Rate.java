package dev.mignet.topology.yaml;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A data rate with its unit, such as {@code 100 Mbit}; decimal multiples, per second. */
public final class Rate {

  private static final Pattern FORM =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(bit|kbit|Mbit|Gbit)(?:/s)?");
  private static final Map<String, Long> UNITS =
      Map.of("bit", 1L, "kbit", 1_000L, "Mbit", 1_000_000L, "Gbit", 1_000_000_000L);
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

  private Rate() {}

  /**
   * The rate as a topology may give it, in the largest unit that leaves no zero before the point:
   * {@code 1.92 Gbit}.
   *
   * @param bitsPerSecond at least 1
   */
  public static String text(long bitsPerSecond) {
    String unit =
        UNITS.entrySet().stream()
            .filter(entry -> entry.getValue() <= bitsPerSecond)
            .max(Map.Entry.comparingByValue())
            .orElseThrow(() -> new IllegalArgumentException("rate " + bitsPerSecond))
            .getKey();
    BigDecimal number =
        BigDecimal.valueOf(bitsPerSecond)
            .divide(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)))
            .stripTrailingZeros();
    return number.toPlainString() + ' ' + unit;
  }

  /**
   * Bits per second, 1 kbit to 1000 Gbit.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          text.matches("[0-9.]+")
              ? "a rate needs a unit: \"" + text + " Mbit\"?"
              : "no rate: \"" + text + "\"; write a number and bit, kbit, Mbit or Gbit");
    }
    BigDecimal bits =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 1L)));
    if (bits.compareTo(BigDecimal.valueOf(1000)) < 0 || bits.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "a rate must be from 1 kbit to 1000 Gbit, found \"" + text + '"');
    }
    return bits.longValue();
  }
}
