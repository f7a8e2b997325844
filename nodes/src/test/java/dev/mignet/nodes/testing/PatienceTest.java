package dev.mignet.nodes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void a_machine_that_says_nothing_is_waited_for_as_usual() {
    assertThat(Patience.factor(null)).isEqualTo(1);
    assertThat(Patience.factor("")).isEqualTo(1);
  }

  @Test
  void a_slow_machine_says_by_how_many_times() {
    assertThat(Patience.factor("10")).isEqualTo(10);
    assertThatThrownBy(() -> Patience.factor("0.5"))
        .hasMessage("MIGNET_TEST_PATIENCE is no whole number from 1 to 999: 0.5");
  }
}
