package dev.mignet.san.measure;

import dev.mignet.san.Direction;
import dev.mignet.san.Impairments;
import dev.mignet.san.LinkProfile;
import dev.mignet.san.measure.Figure.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * What measuring a direction should find, where all is as it is told to be.
 *
 * @param bitsPerSecond of frames with their overhead; {@link LinkProfile#UNLIMITED}
 * @param delayNanos one way, the median of lone packets of the shortest kind
 * @param lostShare of packets that do not come, or not as they were sent; 0 to 1
 */
public record Target(long bitsPerSecond, double delayNanos, double lostShare) {

  /** Of a frame of 60 bytes, 6 of which are the sender's MAC. */
  private static final double CHECKED_SHARE = 54.0 / 60;

  /**
   * Of a direction.
   *
   * @param timed whether lone packets take the time that their transmission takes
   * @param netem whether it is the kernel's netem that changes bits: it does so anywhere in the
   *     frame, the sender's MAC included, which nobody checks
   */
  public static Target of(Direction direction, boolean timed, boolean netem) {
    LinkProfile profile = direction.profile();
    double transmission = timed ? profile.transmissionNanos(ProbeFrame.LEAST_PACKET) : 0;
    return new Target(
        profile.bitsPerSecond(),
        profile.latency().toNanos() + transmission + medianDelay(direction.impairments()),
        lostShare(direction.impairments(), netem ? CHECKED_SHARE : 1));
  }

  /** In the unit of figures; null: as fast as the machine. */
  @Nullable Double of(Quantity quantity) {
    return switch (quantity) {
      case RATE -> bitsPerSecond == LinkProfile.UNLIMITED ? null : (double) bitsPerSecond;
      case DELAY -> delayNanos / 1000;
      case LOSS -> lostShare;
    };
  }

  /** A share is not delayed at all, the delays of the others are uniform. */
  private static double medianDelay(Impairments impairments) {
    double reorder = impairments.reorder();
    if (reorder >= 0.5) {
      return 0;
    }
    double jitter = impairments.jitter().toNanos();
    double quantile = (0.5 - reorder) / (1 - reorder);
    return Math.max(0, impairments.delay().toNanos() + jitter * (2 * quantile - 1));
  }

  /**
   * That no copy comes unharmed: what is both lost and doubled comes once, and a second one can be
   * lost like any other ({@code LinkModel.put}).
   */
  private static double lostShare(Impairments impairments, double checked) {
    double loss = impairments.loss();
    double damage = checked * impairments.corrupt();
    double once = loss + (1 - loss) * damage;
    double doubled = loss * damage + (1 - loss) * damage * once;
    return (1 - impairments.duplicate()) * once + impairments.duplicate() * doubled;
  }
}
