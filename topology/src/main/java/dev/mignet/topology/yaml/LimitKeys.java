package dev.mignet.topology.yaml;

import dev.mignet.nodes.process.ByteSize;
import dev.mignet.nodes.process.Limits;
import dev.mignet.topology.model.Resources;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a node may use, wherever that may stand. */
final class LimitKeys {

  private static final Pattern SHARE = Pattern.compile("(-?[0-9]+(?:\\.[0-9])?)\\s*%");
  private static final BigDecimal LEAST_SHARE = BigDecimal.valueOf(Limits.LEAST_CPU, 1);
  private static final BigDecimal MOST_SHARE = BigDecimal.valueOf(100_000);

  private static final Pattern SIZE = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s*(KiB|MiB|GiB)");
  private static final Map<String, Long> UNITS =
      Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final long LEAST_MEMORY = 1L << 20;
  private static final BigDecimal MOST_SIZE = BigDecimal.valueOf(1L << 44);

  /** PID_MAX_LIMIT of a 64-bit kernel, linux/threads.h. */
  private static final int MOST_PIDS = 1 << 22;

  private LimitKeys() {}

  static Resources read(YamlObject object) {
    return new Resources(
        limits(object),
        object.get("disk").flatMap(DiskKey::read),
        object.get("charge-daemon").flatMap(YamlValue::flag));
  }

  private static Limits limits(YamlObject object) {
    return new Limits(
        object.get("cpu").map(LimitKeys::share).orElse(OptionalInt.empty()),
        object
            .get("memory")
            .map(memory -> size(memory, "memory", LEAST_MEMORY))
            .orElse(OptionalLong.empty()),
        object.get("pids").map(pids -> pids.integer(1, MOST_PIDS)).orElse(OptionalInt.empty()));
  }

  /** Thousandths of a core; reports what is no share of one. */
  private static OptionalInt share(YamlValue value) {
    String text = value.text().orElse("");
    Matcher matcher = SHARE.matcher(text);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    } else if (!matcher.matches()) {
      value.problem(
          isNumber(text)
              ? "a share of a core needs a unit: \"" + text + " %\"?"
              : "no share of a core: \""
                  + text
                  + "\"; write a number, with at most one decimal, and %");
      return OptionalInt.empty();
    }
    BigDecimal percent = new BigDecimal(matcher.group(1));
    if (percent.compareTo(LEAST_SHARE) < 0 || percent.compareTo(MOST_SHARE) > 0) {
      value.problem("a share of a core must be from 1 % to 100000 %, found \"" + text + '"');
      return OptionalInt.empty();
    }
    return OptionalInt.of(percent.movePointRight(1).intValueExact());
  }

  /**
   * Bytes; reports what is no size.
   *
   * @param what it is a size of, such as {@code memory}
   * @param least bytes
   */
  static OptionalLong size(YamlValue value, String what, long least) {
    String text = value.text().orElse("");
    Matcher matcher = SIZE.matcher(text);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    } else if (!matcher.matches()) {
      value.problem(
          isNumber(text)
              ? "a size needs a unit: \"" + text + " MiB\"?"
              : "no size: \"" + text + "\"; write a number and KiB, MiB or GiB");
      return OptionalLong.empty();
    }
    BigDecimal bytes =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 1L)));
    if (bytes.compareTo(BigDecimal.valueOf(least)) < 0 || bytes.compareTo(MOST_SIZE) > 0) {
      value.problem(
          "a "
              + what
              + " must be from "
              + ByteSize.text(least)
              + " to 16384 GiB, found \""
              + text
              + '"');
      return OptionalLong.empty();
    }
    return OptionalLong.of(bytes.longValue());
  }

  static boolean isNumber(String text) {
    return text.matches("-?[0-9]+(?:\\.[0-9]+)?");
  }
}
