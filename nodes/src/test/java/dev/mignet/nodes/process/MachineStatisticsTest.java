package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineStatisticsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path proc;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(proc.resolve("uptime"), "350.61 693.42\n");
    Files.writeString(
        proc.resolve("stat"),
        "cpu  19169 1 7006 288840 373 2 1519 13 77 0\ncpu0 1 0 0 0 0 0 0 0\n");
  }

  @Test
  void time_of_all_processors_is_added_up_and_that_of_guests_not_twice() {
    assertThat(MachineStatistics.read(proc))
        .isEqualTo(new MachineStatistics(350_610, 316_923, 13, OptionalLong.empty()));
  }

  @Test
  void pressure_is_that_of_some_process() throws Exception {
    Files.createDirectory(proc.resolve("pressure"));
    Files.writeString(
        proc.resolve("pressure/cpu"),
        """
        some avg10=68.31 avg60=27.60 avg300=12.43 total=71880454
        full avg10=0.00 avg60=0.00 avg300=0.00 total=5
        """);
    assertThat(MachineStatistics.read(proc).pressureMicros()).hasValue(71_880_454);
  }

  @Test
  void this_machine_can_be_read() {
    assertThat(MachineStatistics.read().ticks()).isPositive();
  }

  @Test
  void a_number_is_found_by_its_whole_key() {
    String stat = "nr_periods 202\nnr_throttled 182\nthrottled_time 766889269\n";
    assertThat(CgroupStatistics.value(stat, "nr_throttled")).isEqualTo(182);
    assertThat(CgroupStatistics.value(stat, "nr")).isZero();
  }
}
