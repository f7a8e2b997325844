package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MachineTest {

  @Test
  void a_busy_machine_says_so() {
    assertThat(new Machine(2, "6.12.1", "17.0.1", 1.5, true))
        .hasToString(
            "2 cores, Linux 6.12.1, Java 17.0.1, load average before the benchmark 1.50:"
                + " BUSY, do not trust the figures");
    assertThat(new Machine(2, "6.12.1", "17.0.1", 0.1, false).toString()).endsWith("0.10");
  }

  @Test
  void this_machine_can_be_told() throws IOException {
    assertThat(Machine.probe().cores()).isPositive();
    assertThat(Machine.probe().load()).isNotNegative();
  }
}
