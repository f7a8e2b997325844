package dev.mignet.topology.calibrate;

import dev.mignet.san.measure.Figure;
import dev.mignet.san.measure.Figure.Quantity;
import dev.mignet.san.measure.Floor;
import dev.mignet.san.measure.Judgement;
import java.util.Locale;

/** Figures as people read them. */
public final class FigureText {

  private FigureText() {}

  /** What is measured. */
  public static String name(Quantity quantity) {
    return switch (quantity) {
      case RATE -> "rate";
      case DELAY -> "one-way delay";
      case LOSS -> "loss";
    };
  }

  /** What there should be. */
  public static String target(Figure figure) {
    Double target = figure.target();
    return target == null ? "any" : value(figure.quantity(), target);
  }

  /** What there is, of a share with where it may be. */
  public static String measured(Figure figure) {
    Double measured = figure.measured();
    Double low = figure.low();
    Double high = figure.high();
    if (measured == null) {
      return "";
    }
    String text = value(figure.quantity(), measured);
    return figure.quantity() != Quantity.LOSS || low == null || high == null
        ? text
        : text + String.format(Locale.ROOT, " (%.3g .. %.3g)", 100 * low, 100 * high);
  }

  /** The error, in per cent. */
  public static String error(Figure figure) {
    Double error = figure.error();
    return error == null ? "" : String.format(Locale.ROOT, "%+.2f %%", 100 * error);
  }

  /** The judgement. */
  public static String verdict(Judgement judgement) {
    return switch (judgement) {
      case WITHIN -> "within";
      case FLOOR -> "floor";
      case OFF -> "OFF";
      case NOT_MEASURED -> "not measured";
    };
  }

  /** What a machine costs. */
  public static String floor(Floor floor) {
    return String.format(
        Locale.ROOT,
        "%s one way (%s .. %s); %.0f packets a second of %d bytes",
        value(Quantity.DELAY, floor.delayNanos() / 1000),
        value(Quantity.DELAY, floor.lowDelayNanos() / 1000),
        value(Quantity.DELAY, floor.highDelayNanos() / 1000),
        floor.packetsPerSecond(),
        floor.packet());
  }

  private static String value(Quantity quantity, double value) {
    return switch (quantity) {
      case RATE -> rate(value);
      case DELAY ->
          value < 1000
              ? String.format(Locale.ROOT, "%.1f us", value)
              : String.format(Locale.ROOT, "%.3f ms", value / 1000);
      case LOSS -> String.format(Locale.ROOT, "%.3g %%", 100 * value);
    };
  }

  private static String rate(double bitsPerSecond) {
    if (bitsPerSecond < 1e6) {
      return String.format(Locale.ROOT, "%.2f kbit", bitsPerSecond / 1e3);
    }
    return bitsPerSecond < 1e9
        ? String.format(Locale.ROOT, "%.3f Mbit", bitsPerSecond / 1e6)
        : String.format(Locale.ROOT, "%.4f Gbit", bitsPerSecond / 1e9);
  }
}
