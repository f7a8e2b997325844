package dev.mignet.topology.fidelity;

import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.math.MathContext;

/** What can be wrong with a lab, and from when on it matters. */
public enum Measure {
  /** Share of the time in which some process of a node had to wait for a processor. */
  @SerializedName("cpu-pressure")
  CPU_PRESSURE(0.10, 0.30, Unit.SHARE),
  /** Share of the processors' time that the hypervisor gave to others. */
  @SerializedName("steal")
  STEAL(0.005, 0.01, Unit.SHARE),
  /**
   * Share of the periods in which a node used its share up and stood still. A slow processor would
   * not stand still; but the file wants it that slow, so that it is never invalid.
   */
  @SerializedName("throttled")
  THROTTLED(0.10, Double.POSITIVE_INFINITY, Unit.SHARE),
  /** Processes that had to go for want of memory. */
  @SerializedName("killed")
  KILLED(0, 0, Unit.NUMBER),
  /** Share of packets that found no room in a wire's queue. TCP alone makes it lose some. */
  @SerializedName("queue-drops")
  QUEUE_DROPS(0.01, 0.10, Unit.SHARE),
  /** Seconds that what is in a wire's queue will take to leave. */
  @SerializedName("backlog")
  BACKLOG(0.1, Double.POSITIVE_INFINITY, Unit.SECONDS),
  /** Share by which a wire was faster than it may be. */
  @SerializedName("over-rate")
  OVER_RATE(0.01, 0.01, Unit.SHARE),
  /** Share of packets that were lost between kernel and daemon: no wire does that. */
  @SerializedName("packet-queue-losses")
  PACKET_QUEUE_LOSSES(0, 0.001, Unit.SHARE);

  private final double degradedAbove;
  private final double invalidAbove;
  private final Unit unit;

  private enum Unit {
    SHARE,
    NUMBER,
    SECONDS
  }

  Measure(double degradedAbove, double invalidAbove, Unit unit) {
    this.unit = unit;
    this.degradedAbove = degradedAbove;
    this.invalidAbove = invalidAbove;
  }

  Level level(double value) {
    if (value > invalidAbove) {
      return Level.INVALID;
    }
    return value > degradedAbove ? Level.DEGRADED : Level.VALID;
  }

  /** What a value is above when it has this level; not for {@link Level#VALID}. */
  double threshold(Level level) {
    return level == Level.INVALID ? invalidAbove : degradedAbove;
  }

  /** A value for people, with three digits that count. */
  String text(double value) {
    return switch (unit) {
      case SHARE -> digits(100 * value) + " %";
      case NUMBER -> digits(value);
      case SECONDS -> digits(value) + " s";
    };
  }

  private static String digits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
