package dev.mignet.topology.yaml;

import dev.mignet.nodes.disk.Disk;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code disk}, wherever it may stand. */
final class DiskKey {

  private static final Pattern RATE =
      Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s*(kB|MB|GB|KiB|MiB|GiB)/s");
  private static final Map<String, Long> UNITS =
      Map.of(
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30);
  private static final BigDecimal LEAST_RATE = BigDecimal.valueOf(10_000);
  private static final BigDecimal MOST_RATE = BigDecimal.valueOf(100_000_000_000L);
  private static final int MOST_OPERATIONS = 10_000_000;

  private DiskKey() {}

  /** The disk; empty where it is none, which has been reported. */
  static Optional<Disk> read(YamlValue value) {
    YamlObject object = value.object(Shape.DISK);
    OptionalLong size =
        object
            .required("size")
            .map(given -> LimitKeys.size(given, "disk", Disk.LEAST_BYTES))
            .orElse(OptionalLong.empty());
    OptionalLong rate = object.get("rate").map(DiskKey::rate).orElse(OptionalLong.empty());
    OptionalInt operations =
        object
            .get("iops")
            .map(given -> given.integer(1, MOST_OPERATIONS))
            .orElse(OptionalInt.empty());
    return size.isPresent()
        ? Optional.of(new Disk(size.getAsLong(), rate, operations))
        : Optional.empty();
  }

  /** Bytes per second; reports what is no such rate. */
  private static OptionalLong rate(YamlValue value) {
    String text = value.text().orElse("");
    Matcher matcher = RATE.matcher(text);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    } else if (!matcher.matches()) {
      value.problem(
          LimitKeys.isNumber(text)
              ? "a disk's rate needs a unit: \"" + text + " MB/s\"?"
              : "no rate of a disk: \""
                  + text
                  + "\"; write a number and kB/s, MB/s, GB/s, KiB/s, MiB/s or GiB/s");
      return OptionalLong.empty();
    }
    BigDecimal bytes =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 1L)));
    if (bytes.compareTo(LEAST_RATE) < 0 || bytes.compareTo(MOST_RATE) > 0) {
      value.problem("a disk's rate must be from 10 kB/s to 100 GB/s, found \"" + text + '"');
      return OptionalLong.empty();
    }
    return OptionalLong.of(bytes.longValue());
  }
}
