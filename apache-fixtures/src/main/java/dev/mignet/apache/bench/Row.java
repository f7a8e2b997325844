package dev.mignet.apache.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One figure.
 *
 * @param name what was measured
 * @param unit of the summary's values
 * @param summary of the sample
 * @param ratio to another row's median; null where it is compared with none
 * @param target what the figure, or its ratio, is meant to keep; null where nothing is promised
 */
public record Row(
    String name, Unit unit, Summary summary, @Nullable Ratio ratio, @Nullable Target target) {

  /** A unit of measurement, and how it is printed. */
  public enum Unit {
    MICROSECONDS("%.0f us"),
    COUNT("%.0f"),
    SECONDS("%.2f s"),
    PER_SECOND("%.0f /s");

    private final String format;

    Unit(String format) {
      this.format = format;
    }

    String text(double value) {
      return String.format(Locale.ROOT, format, value);
    }
  }

  /**
   * This row's median divided by another's.
   *
   * @param to what the other is called
   */
  public record Ratio(double value, String to) {}

  /**
   * A bound, and whether it was kept this time.
   *
   * @param bound such as {@code <= 1.7x}
   */
  public record Target(String bound, boolean met) {}

  /** Compared with nothing, and without a target. */
  public static Row of(String name, Unit unit, Summary summary) {
    return new Row(name, unit, summary, null, null);
  }

  /** Compares the median with another's. */
  public Row comparedWith(Row other, String called) {
    double value = summary.median() / other.summary().median();
    return new Row(name, unit, summary, new Ratio(value, called), target);
  }

  /** Wants the ratio, or else the median, to be at most that. */
  public Row atMost(double limit) {
    return with(new Target("<= " + limitText(limit), judged() <= limit));
  }

  /** Wants the ratio, or else the median, to be at least that. */
  public Row atLeast(double limit) {
    return with(new Target(">= " + limitText(limit), judged() >= limit));
  }

  private Row with(Target newTarget) {
    return new Row(name, unit, summary, ratio, newTarget);
  }

  private double judged() {
    return ratio == null ? summary.median() : ratio.value();
  }

  private String limitText(double limit) {
    return ratio == null
        ? unit.text(limit)
        : String.format(Locale.ROOT, "%.2f", limit).replaceFirst("0$", "") + "x";
  }
}
