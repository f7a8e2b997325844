package dev.mignet.topology.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1 bit",
    "1000, 1 kbit",
    "1500000, 1.5 Mbit",
    "100000000, 100 Mbit",
    "1920000000, 1.92 Gbit",
    "1000000000000, 1000 Gbit"
  })
  void a_rate_is_told_in_the_largest_unit(long bitsPerSecond, String text) {
    assertThat(Rate.text(bitsPerSecond)).isEqualTo(text);
  }
}
