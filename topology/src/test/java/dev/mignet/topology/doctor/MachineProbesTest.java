package dev.mignet.topology.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.spi.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProbesTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path proc;

  @Test
  void a_kernel_without_pressure_costs_the_verdict_one_of_its_grounds() {
    assertThat(MachineProbes.pressure(proc))
        .isEqualTo(
            Feature.missing(
                "CPU pressure",
                "no " + proc + "/pressure/cpu, or turned off",
                "the fidelity verdict goes by steal, throttling and queues alone",
                "boot with psi=1, where need be a kernel with CONFIG_PSI"));
  }

  @Test
  void pressure_is_there_where_the_kernel_counts_it() throws IOException {
    Files.createDirectories(proc.resolve("pressure"));
    Files.writeString(
        proc.resolve("pressure/cpu"), "some avg10=0.00 avg60=0.00 avg300=0.00 total=12\n");

    assertThat(MachineProbes.pressure(proc).present()).isTrue();
  }
}
