package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.topology.spi.LabException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutTest {

  @Test
  void a_daemon_has_half_a_minute_unless_the_environment_says_otherwise() {
    assertThat(Timeout.ofEnvironment(null).answer()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Timeout.ofEnvironment("5 min").answer()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void what_the_environment_says_wrongly_is_told_with_its_name() {
    assertThatThrownBy(() -> Timeout.ofEnvironment("60"))
        .isInstanceOf(LabException.class)
        .hasMessage("MIGNET_TIMEOUT: a duration needs a unit: \"60 s\"?");
    assertThatThrownBy(() -> Timeout.ofEnvironment("2 h"))
        .hasMessage("MIGNET_TIMEOUT: a duration must be from 1 s to 3600 s here, found \"2 h\"");
    assertThatThrownBy(() -> Timeout.ofEnvironment(""))
        .hasMessage("MIGNET_TIMEOUT: no duration: \"\"; write a number and us, ms, s, min or h");
  }

  @Test
  void other_limits_are_longer_and_shorter_with_it() {
    assertThat(Timeout.of("30 s").ofMoment()).isEqualTo(Duration.ofSeconds(10));
    assertThat(Timeout.of("30 s").ofCommand()).isEqualTo(Duration.ofSeconds(60));
    assertThat(Timeout.of("3 s").ofMoment()).isEqualTo(Duration.ofSeconds(1));
    assertThat(Timeout.of("3 s").ofCommand()).isEqualTo(Duration.ofSeconds(6));
  }
}
