package dev.mignet.topology.yaml;

import dev.mignet.san.Impairments;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, shares and numbers of packets with their units, as wires have them; and back to text. */
final class WireQuantity {

  private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)?)";
  private static final Pattern TIME = Pattern.compile(NUMBER + "\\s*(us|ms|s)");
  private static final Map<String, Long> NANOS =
      Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);
  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Impairments.LONGEST.toNanos());
  private static final Pattern SHARE = Pattern.compile(NUMBER + "\\s*(%)");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final Pattern PACKETS = Pattern.compile("([0-9]{1,9})\\s*(packets?)");
  private static final int MOST_PACKETS = 100_000;

  private WireQuantity() {}

  /** 0 to 60 s; {@link IllegalArgumentException} says what is wrong. */
  static Duration time(String text) {
    return read(
        TIME,
        text,
        "a time needs a unit: \"%s ms\"?",
        "no time: \"%s\"; write a number and us, ms or s",
        (number, unit) -> {
          BigDecimal nanos = number.multiply(BigDecimal.valueOf(NANOS.getOrDefault(unit, 1L)));
          check(nanos.compareTo(MOST_NANOS) <= 0, "a time must be from 0 s to 60 s", text);
          return Duration.ofNanos(nanos.longValue());
        });
  }

  /** From 0 to 1; {@link IllegalArgumentException} says what is wrong. */
  static double share(String text) {
    return read(
        SHARE,
        text,
        "a share needs a unit: \"%s %%\"?",
        "no share: \"%s\"; write a number and %%",
        (number, unit) -> {
          check(number.compareTo(HUNDRED) <= 0, "a share must be from 0 % to 100 %", text);
          return number.divide(HUNDRED).doubleValue();
        });
  }

  /** {@link IllegalArgumentException} says what is wrong. */
  static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("must be true or false, found \"" + text + '"');
    }
    return text.equals("true");
  }

  /** 1 to 100,000; {@link IllegalArgumentException} says what is wrong. */
  static int packets(String text) {
    return read(
        PACKETS,
        text,
        "a queue needs a unit: \"%s packets\"?",
        "no queue: \"%s\"; write a whole number and packets",
        (number, unit) -> {
          int packets = number.intValueExact();
          check(
              packets >= 1 && packets <= MOST_PACKETS,
              "a queue must be from 1 packet to 100000 packets",
              text);
          return packets;
        });
  }

  private static <T> T read(
      Pattern form,
      String text,
      String unitMissing,
      String wrong,
      BiFunction<BigDecimal, String, T> value) {
    Matcher matcher = form.matcher(text);
    if (!matcher.matches()) {
      boolean number = text.matches("[0-9]+(?:\\.[0-9]+)?");
      throw new IllegalArgumentException((number ? unitMissing : wrong).formatted(text));
    }
    return value.apply(new BigDecimal(matcher.group(1)), matcher.group(2));
  }

  private static void check(boolean right, String rule, String text) {
    if (!right) {
      throw new IllegalArgumentException(rule + ", found \"" + text + '"');
    }
  }

  /** In the largest unit that leaves no zero before the point: {@code 1.5 ms}. */
  static String text(Duration time) {
    long nanos = time.toNanos();
    String unit = nanos >= 1_000_000_000 ? "s" : nanos >= 1_000_000 ? "ms" : "us";
    return number(
            BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(NANOS.getOrDefault(unit, 1L))))
        + ' '
        + unit;
  }

  /** Such as {@code 0.5 %}. */
  static String text(double share) {
    return number(BigDecimal.valueOf(share).multiply(HUNDRED)) + " %";
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
