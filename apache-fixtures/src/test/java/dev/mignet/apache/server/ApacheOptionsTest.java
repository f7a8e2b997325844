package dev.mignet.apache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApacheOptionsTest {

  @Test
  void without_options_apache_has_its_own_defaults() {
    assertThat(ApacheOptions.of(Map.of()))
        .isEqualTo(new ApacheOptions(Mpm.EVENT, 511, 5000, 100, 2));
  }

  @Test
  void options_are_read() {
    assertThat(
            ApacheOptions.of(
                Map.of(
                    "mpm", "prefork",
                    "backlog", "8",
                    "keep-alive-timeout", "250 ms",
                    "max-keep-alive-requests", "0",
                    "async-request-worker-factor", "64")))
        .isEqualTo(new ApacheOptions(Mpm.PREFORK, 8, 250, 0, 64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mpm | threads | not an MPM (event, prefork, worker): \"threads\"",
        "mpm | Event | not an MPM (event, prefork, worker): \"Event\"",
        "backlog | 0 | not a whole number from 1 to 65535: \"0\"",
        "backlog | many | not a whole number from 1 to 65535: \"many\"",
        "backlog | 99999999999 | not a whole number from 1 to 65535: \"99999999999\"",
        "keep-alive-timeout | 5 | not a duration with its unit (such as 5 s or 500 ms): \"5\"",
        "max-keep-alive-requests | -1 | not a whole number from 0 (no limit) to 1000000: \"-1\"",
        "async-request-worker-factor | 0 | not a whole number from 1 to 1000: \"0\""
      })
  void a_bad_value_is_named(String key, String value, String problem) {
    assertThat(ApacheOptions.problems(Map.of(key, value))).containsExactly(Map.entry(key, problem));
  }
}
