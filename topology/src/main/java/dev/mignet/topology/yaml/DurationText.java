package dev.mignet.topology.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration with its unit, such as {@code 10 s} or {@code 1.5 ms}; resolution 1 ns. */
public final class DurationText {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(us|ms|s|min|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private DurationText() {}

  /** What a text says; empty where it is no duration. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal nanos =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(NANOS.getOrDefault(matcher.group(2), 1L)));
    return Optional.of(Duration.ofNanos(nanos.longValue()));
  }

  /** What is wrong with a text that is to be a duration within these bounds. */
  public static Optional<String> problemOf(String text, Duration least, Duration most) {
    Optional<Duration> duration = parse(text);
    if (duration.isEmpty()) {
      return Optional.of(
          text.matches("[0-9.]+")
              ? "a duration needs a unit: \"" + text + " s\"?"
              : "no duration: \"" + text + "\"; write a number and us, ms, s, min or h");
    }
    boolean fits = duration.get().compareTo(least) >= 0 && duration.get().compareTo(most) <= 0;
    return fits
        ? Optional.empty()
        : Optional.of(
            "a duration must be from "
                + text(least)
                + " to "
                + text(most)
                + " here, found \""
                + text
                + '"');
  }

  /** As a topology may give it, in seconds or the largest unit below of which there is one. */
  public static String text(Duration duration) {
    long nanos = duration.toNanos();
    String unit = nanos == 0 || nanos >= 1_000_000_000 ? "s" : nanos >= 1_000_000 ? "ms" : "us";
    BigDecimal number =
        BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(NANOS.getOrDefault(unit, 1L)));
    return number.stripTrailingZeros().toPlainString() + ' ' + unit;
  }

  /** Reads one within these bounds; reports what is none. */
  static Optional<Duration> read(YamlValue value, Duration least, Duration most) {
    Optional<String> text = value.text();
    Optional<String> problem = text.flatMap(written -> problemOf(written, least, most));
    problem.ifPresent(value::problem);
    return problem.isPresent() ? Optional.empty() : text.flatMap(DurationText::parse);
  }
}
