package dev.mignet.san.measure;

import com.google.gson.annotations.SerializedName;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a direction.
 *
 * @param target null: as fast as the machine
 * @param measured null where it could not be
 * @param low where {@code measured} may be, with a confidence of 99.9 %; null where that is not
 *     told
 * @param high as {@code low}
 * @param error of the measured, as a share of the target; null where one of them is not, or 0
 * @param why the judgement is so, where a reader would ask; otherwise empty
 */
public record Figure(
    Quantity quantity,
    @Nullable Double target,
    @Nullable Double measured,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double error,
    Judgement judgement,
    String why) {

  /** What is measured. */
  public enum Quantity {
    /** Bits a second. */
    @SerializedName("rate")
    RATE,
    /** Microseconds, one way. */
    @SerializedName("delay")
    DELAY,
    /** A share, 0 to 1. */
    @SerializedName("loss")
    LOSS
  }

  static Figure notMeasured(Quantity quantity, Target target, String why) {
    return new Figure(
        quantity, target.of(quantity), null, null, null, null, Judgement.NOT_MEASURED, why);
  }

  /** All figures of a direction where none could be measured. */
  public static List<Figure> notMeasured(Target target, String why) {
    return Arrays.stream(Quantity.values()).map(each -> notMeasured(each, target, why)).toList();
  }

  static Figure of(
      Quantity quantity,
      @Nullable Double target,
      double measured,
      @Nullable Interval interval,
      Judgement judgement,
      String why) {
    return new Figure(
        quantity,
        target,
        measured,
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high(),
        target == null || target == 0 ? null : measured / target - 1,
        judgement,
        why);
  }
}
