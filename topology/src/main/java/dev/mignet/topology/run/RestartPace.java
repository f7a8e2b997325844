package dev.mignet.topology.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a process that has ended is started again: at once, for connections wait for it; but one
 * that ended as soon as it was started, later each time, for it may do so again.
 */
final class RestartPace {

  /** What has run for so long is started again at once. */
  static final Duration SETTLED = Duration.ofSeconds(1);

  static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private Instant started = Instant.MIN;
  private Duration pause = Duration.ZERO;
  private @Nullable Instant due;

  /** Whether to start it now; it has been found not to run. */
  boolean isDue(Instant now) {
    if (due == null) {
      pause = now.isBefore(started.plus(SETTLED)) ? longer(pause) : Duration.ZERO;
      due = now.plus(pause);
    }
    return !now.isBefore(due);
  }

  /** It was started, or that was tried. */
  void started(Instant now) {
    started = now;
    due = null;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
