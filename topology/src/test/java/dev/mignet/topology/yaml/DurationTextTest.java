package dev.mignet.topology.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "10 s, 10000000000, 10 s",
    "1.5ms, 1500000, 1.5 ms",
    "8.5 us, 8500, 8.5 us",
    "2 min, 120000000000, 120 s",
    "1 h, 3600000000000, 3600 s",
    "0 s, 0, 0 s"
  })
  void a_duration_is_read_and_told(String written, long nanos, String told) {
    assertThat(DurationText.parse(written)).contains(Duration.ofNanos(nanos));
    assertThat(DurationText.text(Duration.ofNanos(nanos))).isEqualTo(told);
  }

  @Test
  void a_bare_number_is_none() {
    assertThat(DurationText.parse("10")).isEmpty();
  }
}
