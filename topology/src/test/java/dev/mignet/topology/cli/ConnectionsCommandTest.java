package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsCommandTest {

  @ParameterizedTest
  @CsvSource({"0, 0.0 s", "450, 0.5 s", "59949, 59.9 s", "187000, 3 min 7 s", "7500000, 2 h 5 min"})
  void ages_are_read_at_a_glance(long millis, String text) {
    assertThat(ConnectionsCommand.age(millis)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1040, 1.0 KB", "123456, 123 KB", "5242880, 5.2 MB"})
  void sizes_are_read_at_a_glance(long bytes, String text) {
    assertThat(ConnectionsCommand.bytes(bytes)).isEqualTo(text);
  }
}
