package dev.mignet.san.measure;

import dev.mignet.san.LinkProfile;
import dev.mignet.san.measure.Figure.Quantity;
import java.util.Locale;

/** Judges what was measured of a direction against its target and the machine's floor; pure. */
final class Judge {
  private static final double RATE_TOLERANCE = 0.01;
  private static final double DELAY_TOLERANCE = 0.05;
  private static final double LEAST_DELAY_TOLERANCE = 100_000;
  private static final double NANOS_PER_MICRO = 1_000;

  /** A floor that was measured at another moment is known no better than this. */
  private static final double FLOOR_TOLERANCE = 0.1;

  /** A wire without a rate moves at least this share of what a bare pair does. */
  private static final double UNLIMITED_SHARE = 0.25;

  private final Target target;
  private final Floor floor;

  Judge(Target target, Floor floor) {
    this.target = target;
    this.floor = floor;
  }

  /**
   * The rate.
   *
   * @param bitsPerSecond measured
   * @param wireBytes that each of the packets took
   */
  Figure rate(double bitsPerSecond, int wireBytes) {
    double most = floor.bitsPerSecond(wireBytes);
    if (target.bitsPerSecond() == LinkProfile.UNLIMITED) {
      boolean fast = bitsPerSecond >= most * UNLIMITED_SHARE;
      String why = fast ? "" : "a bare pair does " + megabits(most) + " here";
      return Figure.of(
          Quantity.RATE, null, bitsPerSecond, null, fast ? Judgement.WITHIN : Judgement.OFF, why);
    }
    double wanted = target.bitsPerSecond();
    Judgement judgement = Judgement.OFF;
    String why = "";
    if (Math.abs(bitsPerSecond - wanted) <= RATE_TOLERANCE * wanted) {
      judgement = Judgement.WITHIN;
    } else if (bitsPerSecond < wanted
        && most < wanted * (1 + FLOOR_TOLERANCE)
        && bitsPerSecond >= most * (1 - FLOOR_TOLERANCE)) {
      judgement = Judgement.FLOOR;
      why = "a bare pair does no more than " + megabits(most) + " here";
    }
    return Figure.of(Quantity.RATE, wanted, bitsPerSecond, null, judgement, why);
  }

  private static String megabits(double bitsPerSecond) {
    return String.format(Locale.ROOT, "%.0f Mbit", bitsPerSecond / 1e6);
  }

  /**
   * The delay.
   *
   * @param sorted ns that each of the packets was under way, at least one
   */
  Figure delay(long[] sorted) {
    double wanted = target.delayNanos();
    double median = sorted[sorted.length / 2];
    Interval interval = Interval.ofMedian(sorted);
    double tolerance = Math.max(LEAST_DELAY_TOLERANCE, DELAY_TOLERANCE * wanted);
    Judgement judgement = Judgement.OFF;
    String why = "";
    boolean reachable = wanted >= floor.highDelayNanos();
    if (reachable && interval.distance(wanted) <= tolerance) {
      judgement = Judgement.WITHIN;
    } else if (interval.low() <= wanted + floor.highDelayNanos() + tolerance
        && interval.high() >= wanted - tolerance) {
      judgement = Judgement.FLOOR;
      why = reachable ? itself() : belowFloor(wanted);
    }
    return Figure.of(
        Quantity.DELAY,
        wanted / NANOS_PER_MICRO,
        median / NANOS_PER_MICRO,
        new Interval(interval.low() / NANOS_PER_MICRO, interval.high() / NANOS_PER_MICRO),
        judgement,
        why);
  }

  private String itself() {
    return "the machine itself takes %s (%s .. %s)"
        .formatted(
            micros(floor.delayNanos()),
            micros(floor.lowDelayNanos()),
            micros(floor.highDelayNanos()));
  }

  private String belowFloor(double wanted) {
    return wanted < floor.delayNanos()
        ? micros(wanted) + " is below this machine's floor: " + itself()
        : itself();
  }

  private static String micros(double nanos) {
    return String.format(Locale.ROOT, "%.1f us", nanos / NANOS_PER_MICRO);
  }

  /**
   * The loss.
   *
   * @param lost packets of {@code sent}
   */
  Figure loss(long lost, long sent) {
    double wanted = target.lostShare();
    Interval interval = Interval.ofShare(lost, sent);
    Judgement judgement = interval.contains(wanted) ? Judgement.WITHIN : Judgement.OFF;
    String why = "";
    boolean more = interval.low() > wanted;
    if (judgement == Judgement.OFF && more && interval.low() - floor.lostShare().high() <= wanted) {
      if (floor.lost() > 0) {
        judgement = Judgement.FLOOR;
        why = "a bare pair lost " + floor.lost() + " of " + floor.sent() + " here";
      }
    }
    return Figure.of(Quantity.LOSS, wanted, (double) lost / sent, interval, judgement, why);
  }
}
