package dev.mignet.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImpairmentsTest {
  private static final Duration ZERO = Duration.ZERO;

  @Test
  void a_mere_delay_leaves_super_packets_whole_and_all_else_does_not() {
    Impairments delay = new Impairments(Duration.ofMillis(3), ZERO, 0, 0, 0, 0);
    assertThat(delay.isNone()).isFalse();
    assertThat(delay.perPacket()).isFalse();
    assertThat(new Impairments(ZERO, ZERO, 0.1, 0, 0, 0).perPacket()).isTrue();
    assertThat(new Impairments(ZERO, Duration.ofMillis(1), 0, 0, 0, 0).perPacket()).isTrue();
    assertThat(Impairments.NONE.isNone()).isTrue();
  }

  @Test
  void the_bytes_of_packets_are_needed_only_to_copy_or_change_them() {
    assertThat(new Impairments(ZERO, ZERO, 0.1, 0, 0.1, 0).needsBytes()).isFalse();
    assertThat(new Impairments(ZERO, ZERO, 0, 0.1, 0, 0).needsBytes()).isTrue();
    assertThat(new Impairments(ZERO, ZERO, 0, 0, 0, 0.1).needsBytes()).isTrue();
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> new Impairments(Duration.ofMillis(-1), ZERO, 0, 0, 0, 0))
        .hasMessageContaining("delay");
    assertThatThrownBy(() -> new Impairments(ZERO, ZERO, 1.5, 0, 0, 0))
        .hasMessage("loss of 1.5 is not 0 to 1");
    assertThatThrownBy(() -> new Impairments(ZERO, ZERO, 0, Double.NaN, 0, 0))
        .hasMessageContaining("duplicate");
  }
}
