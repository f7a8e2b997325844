package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CgroupHierarchyTest {
  private static final String V1 =
      """
      cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
      cgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0
      cgroup /sys/fs/cgroup/freezer cgroup rw,freezer 0 0
      """;

  @Test
  void version_2_is_taken_wherever_it_is_mounted() {
    assertThat(
            CgroupHierarchy.choose(V1 + "cgroup2 /sys/fs/cgroup/unified cgroup2 rw,nosuid 0 0\n"))
        .contains(new CgroupHierarchy(Path.of("/sys/fs/cgroup/unified"), 2));
  }

  @Test
  void without_it_a_version_1_tree_that_limits_nothing() {
    assertThat(CgroupHierarchy.choose(V1))
        .contains(new CgroupHierarchy(Path.of("/sys/fs/cgroup/freezer"), 1));
  }

  @Test
  void a_read_only_tree_is_no_use() {
    assertThat(CgroupHierarchy.choose("cgroup2 /sys/fs/cgroup cgroup2 ro,nosuid 0 0\n")).isEmpty();
  }

  @Test
  void a_group_cannot_be_outside_the_tree() {
    CgroupHierarchy hierarchy = new CgroupHierarchy(Path.of("/sys/fs/cgroup"), 2);
    assertThat(hierarchy.group("mignet/lab/a").folder())
        .isEqualTo(Path.of("/sys/fs/cgroup/mignet/lab/a"));
    assertThatThrownBy(() -> hierarchy.group("../..")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hierarchy.group("")).isInstanceOf(IllegalArgumentException.class);
  }
}
