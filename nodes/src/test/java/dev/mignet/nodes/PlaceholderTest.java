package dev.mignet.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceholderTest {
  @Test
  void the_build_runs_tests() {
    assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(17);
  }
}
