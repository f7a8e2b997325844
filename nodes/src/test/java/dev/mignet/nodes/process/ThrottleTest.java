package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrottleTest {
  private static final Throttle BOTH =
      new Throttle("7:3", OptionalLong.of(4_000_000), OptionalLong.of(100));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path group;

  @Test
  void version_2_has_one_file_for_all() {
    assertThat(BOTH.settings(2))
        .containsExactly(entry("io.max", "7:3 rbps=4000000 wbps=4000000 riops=100 wiops=100"));
    assertThat(new Throttle("7:3", OptionalLong.empty(), OptionalLong.of(9)).settings(2))
        .containsExactly(entry("io.max", "7:3 riops=9 wiops=9"));
  }

  @Test
  void version_1_has_a_file_for_each() {
    assertThat(BOTH.settings(1))
        .containsExactly(
            entry("blkio.throttle.read_bps_device", "7:3 4000000"),
            entry("blkio.throttle.write_bps_device", "7:3 4000000"),
            entry("blkio.throttle.read_iops_device", "7:3 100"),
            entry("blkio.throttle.write_iops_device", "7:3 100"));
  }

  @Test
  void lifting_takes_off_what_the_kernel_lists() throws Exception {
    Path first = Files.writeString(group.resolve("blkio.throttle.read_bps_device"), "7:3 4000\n");
    Path second = Files.writeString(group.resolve("io.max"), "7:3 rbps=4 wbps=max\n");
    Throttle.lift(group, 1);
    Throttle.lift(group, 2);
    // The file system's, not the kernel's: the line that was written stands over the beginning.
    assertThat(first).content().startsWith("7:3 0\n");
    assertThat(second).content().startsWith("7:3 rbps=max wbps=max riops=max wiops=max\n");
  }

  @Test
  void lifting_from_a_group_that_is_gone_is_no_error() {
    assertThatCode(() -> Throttle.lift(group.resolve("gone"), 2)).doesNotThrowAnyException();
  }
}
