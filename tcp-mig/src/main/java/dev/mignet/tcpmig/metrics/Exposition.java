package dev.mignet.tcpmig.metrics;

import java.util.List;
import java.util.Locale;

/**
 * Metrics in Prometheus' text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats): a family after the other, each
 * with its help, its type and its samples.
 */
public final class Exposition {
  /** Bounds of a histogram's buckets, in nanoseconds. */
  private static final List<Long> BOUNDS =
      List.of(
          1_000L,
          2_500L,
          5_000L,
          10_000L,
          25_000L,
          50_000L,
          100_000L,
          250_000L,
          500_000L,
          1_000_000L,
          2_500_000L,
          5_000_000L,
          10_000_000L,
          25_000_000L,
          50_000_000L,
          100_000_000L,
          250_000_000L,
          500_000_000L,
          1_000_000_000L,
          2_500_000_000L,
          10_000_000_000L);

  private final StringBuilder text = new StringBuilder();
  private final String common;
  private String name = "";

  /**
   * An empty one.
   *
   * @param node the value of the label {@code node} that every sample has
   */
  public Exposition(String node) {
    common = label("node", node);
  }

  /** Begins a family of counters; the name ends in {@code _total}. */
  public Exposition counters(String family, String help) {
    return begin(family, "counter", help);
  }

  /** Begins a family of values that go up and down. */
  public Exposition gauges(String family, String help) {
    return begin(family, "gauge", help);
  }

  /** Begins a family of histograms; the name ends in {@code _seconds}. */
  public Exposition histograms(String family, String help) {
    return begin(family, "histogram", help);
  }

  private Exposition begin(String family, String type, String help) {
    name = family;
    text.append("# HELP ").append(family).append(' ').append(escape(help)).append('\n');
    text.append("# TYPE ").append(family).append(' ').append(type).append('\n');
    return this;
  }

  /** Adds a sample to the family that was begun last: pairs of a label's name and value. */
  public Exposition sample(long value, String... labels) {
    return sample("", labels(labels), Long.toString(value));
  }

  /** Adds a histogram to the family that was begun last. */
  public Exposition histogram(Latency latency, String... labels) {
    String with = labels(labels);
    for (long bound : BOUNDS) {
      String count = Long.toString(latency.countUpTo(bound));
      sample("_bucket", with + ',' + label("le", seconds(bound)), count);
    }
    String all = Long.toString(latency.count());
    sample("_bucket", with + ',' + label("le", "+Inf"), all);
    sample("_sum", with, seconds(latency.sum()));
    return sample("_count", with, all);
  }

  private Exposition sample(String suffix, String labels, String value) {
    text.append(name).append(suffix).append('{').append(labels).append("} ");
    text.append(value).append('\n');
    return this;
  }

  private String labels(String... pairs) {
    StringBuilder labels = new StringBuilder(common);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      labels.append(',').append(label(pairs[i], pairs[i + 1]));
    }
    return labels.toString();
  }

  private static String label(String name, String value) {
    return name + "=\"" + escape(value).replace("\"", "\\\"") + '"';
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** Without trailing zeros: {@code 0.00025}. */
  private static String seconds(long nanos) {
    String digits = String.format(Locale.ROOT, "%.9f", nanos / 1e9);
    return digits.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /** The text so far. */
  @Override
  public String toString() {
    return text.toString();
  }
}
