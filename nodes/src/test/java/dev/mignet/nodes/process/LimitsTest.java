package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Limits ALL =
      new Limits(OptionalInt.of(250), OptionalLong.of(64 << 20), OptionalInt.of(200));

  private static Limits cpu(int perMille) {
    return new Limits(OptionalInt.of(perMille), OptionalLong.empty(), OptionalInt.empty());
  }

  private static List<String> settings(Limits limits, Controller controller, int version) {
    return LimitSetting.of(limits, controller, version).stream()
        .map(s -> s.file() + "=" + s.value() + (s.optional() ? " (optional)" : ""))
        .toList();
  }

  @Test
  void version_1_has_files_for_period_and_quota_and_for_memory_with_swap() {
    assertThat(settings(ALL, Controller.CPU, 1))
        .containsExactly("cpu.cfs_period_us=20000", "cpu.cfs_quota_us=5000");
    assertThat(settings(ALL, Controller.MEMORY, 1))
        .containsExactly(
            "memory.limit_in_bytes=67108864", "memory.memsw.limit_in_bytes=67108864 (optional)");
    assertThat(settings(ALL, Controller.PIDS, 1)).containsExactly("pids.max=200");
  }

  @Test
  void version_2_has_one_file_for_period_and_quota_and_one_for_swap_alone() {
    assertThat(settings(ALL, Controller.CPU, 2)).containsExactly("cpu.max=5000 20000");
    assertThat(settings(ALL, Controller.MEMORY, 2))
        .containsExactly("memory.max=67108864", "memory.swap.max=0 (optional)");
    assertThat(settings(ALL, Controller.PIDS, 2)).containsExactly("pids.max=200");
  }

  @Test
  void a_small_share_has_a_long_period_because_no_quota_is_below_a_millisecond() {
    assertThat(settings(cpu(50), Controller.CPU, 2)).containsExactly("cpu.max=1000 20000");
    assertThat(settings(cpu(49), Controller.CPU, 2)).containsExactly("cpu.max=4900 100000");
    assertThat(settings(cpu(Limits.LEAST_CPU), Controller.CPU, 2))
        .containsExactly("cpu.max=1000 100000");
  }

  @Test
  void more_than_one_core_is_more_quota_than_period() {
    assertThat(settings(cpu(1500), Controller.CPU, 2)).containsExactly("cpu.max=30000 20000");
  }

  @Test
  void what_is_not_limited_needs_no_controller() {
    assertThat(Limits.NONE.controllers()).isEmpty();
    assertThat(settings(Limits.NONE, Controller.MEMORY, 2)).isEmpty();
    assertThat(cpu(10).controllers()).containsExactly(Controller.CPU);
    assertThat(ALL.controllers())
        .containsExactly(Controller.CPU, Controller.MEMORY, Controller.PIDS);
  }

  @Test
  void limits_over_others_leave_what_they_do_not_say() {
    assertThat(cpu(10).over(ALL))
        .isEqualTo(new Limits(OptionalInt.of(10), ALL.memoryBytes(), ALL.pids()));
    assertThat(ALL.over(cpu(10))).isEqualTo(ALL);
  }

  @Test
  void they_read_as_a_topology_writes_them() {
    assertThat(ALL.texts()).containsExactly("cpu 25 %", "memory 64 MiB", "pids 200");
    assertThat(cpu(125).texts()).containsExactly("cpu 12.5 %");
    assertThat(cpu(2000).texts()).containsExactly("cpu 200 %");
  }
}
