package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartPaceTest {

  private static final Instant BEGIN = Instant.parse("2026-11-30T20:00:00Z");
  private static final Duration STEP = Duration.ofMillis(100);

  private final RestartPace pace = new RestartPace();
  private Instant now = BEGIN;

  @Test
  void what_has_run_for_a_while_is_started_again_at_once() {
    assertThat(pauseAfter(Duration.ofHours(1))).isZero();
    assertThat(pauseAfter(Duration.ofSeconds(12))).isZero();
    assertThat(pauseAfter(RestartPace.SETTLED)).isZero();
  }

  @Test
  void what_ends_at_once_waits_twice_as_long_each_time_up_to_a_limit() {
    pauseAfter(Duration.ofHours(1));

    assertThat(pauseAfter(STEP)).isEqualTo(Duration.ofMillis(500));
    assertThat(pauseAfter(STEP)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pauseAfter(STEP)).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 10; i++) {
      pauseAfter(STEP);
    }
    assertThat(pauseAfter(STEP)).isEqualTo(RestartPace.LONGEST_PAUSE);
  }

  @Test
  void what_has_run_for_a_while_has_its_early_ends_forgiven() {
    pauseAfter(Duration.ofHours(1));
    pauseAfter(STEP);
    pauseAfter(STEP);

    assertThat(pauseAfter(Duration.ofSeconds(10))).isZero();
    assertThat(pauseAfter(STEP)).isEqualTo(RestartPace.FIRST_PAUSE);
  }

  /** It ends after so long; how long it takes from then until it is started again. */
  private Duration pauseAfter(Duration life) {
    now = now.plus(life);
    Instant end = now;
    while (!pace.isDue(now)) {
      now = now.plus(STEP);
    }
    pace.started(now);
    return Duration.between(end, now);
  }
}
