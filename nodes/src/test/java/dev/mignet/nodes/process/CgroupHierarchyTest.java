package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CgroupHierarchyTest {
  private static final String V1 =
      """
      cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,cpu,cpuacct 0 0
      cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
      cgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0
      cgroup /sys/fs/cgroup/freezer cgroup rw,freezer 0 0
      """;

  private static final String HYBRID =
      V1 + "cgroup2 /sys/fs/cgroup/unified cgroup2 rw,nosuid 0 0\n";

  private static CgroupHierarchy choose(String mounts, String controllersOfV2) {
    return CgroupHierarchy.choose(mounts, mount -> controllersOfV2).orElseThrow();
  }

  @Test
  void version_2_is_taken_wherever_it_is_mounted() {
    CgroupHierarchy hierarchy = choose(HYBRID, "");
    assertThat(hierarchy.mount()).isEqualTo(Path.of("/sys/fs/cgroup/unified"));
    assertThat(hierarchy.version()).isEqualTo(2);
  }

  @Test
  void without_it_a_version_1_tree_that_limits_nothing() {
    CgroupHierarchy hierarchy = choose(V1, "");
    assertThat(hierarchy.mount()).isEqualTo(Path.of("/sys/fs/cgroup/freezer"));
    assertThat(hierarchy.version()).isEqualTo(1);
  }

  @Test
  void a_read_only_tree_is_no_use() {
    String mounts = "cgroup2 /sys/fs/cgroup cgroup2 ro,nosuid 0 0\n";
    assertThat(CgroupHierarchy.choose(mounts, mount -> "cpu")).isEmpty();
  }

  @Test
  void a_group_cannot_be_outside_the_tree() {
    CgroupHierarchy hierarchy = choose(V1, "");
    assertThat(hierarchy.group("mignet/lab/a").folder())
        .isEqualTo(Path.of("/sys/fs/cgroup/freezer/mignet/lab/a"));
    assertThatThrownBy(() -> hierarchy.group("../..")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hierarchy.group("/a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hierarchy.group("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void each_controller_of_version_1_has_a_tree_of_its_own() {
    CgroupHierarchy hierarchy = choose(V1, "");
    assertThat(hierarchy.whereIs(Controller.CPU)).contains("v1 at /sys/fs/cgroup/cpu,cpuacct");
    assertThat(hierarchy.group("x").folder(Controller.MEMORY))
        .contains(Path.of("/sys/fs/cgroup/memory/x"));
    assertThat(hierarchy.mounts()).hasSize(4).startsWith(Path.of("/sys/fs/cgroup/freezer"));
  }

  @Test
  void the_controllers_of_version_2_are_those_that_its_root_says() {
    CgroupHierarchy hierarchy =
        choose("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", "cpuset cpu io memory\n");
    assertThat(hierarchy.whereIs(Controller.CPU)).contains("v2 at /sys/fs/cgroup");
    assertThat(hierarchy.whereIs(Controller.MEMORY)).contains("v2 at /sys/fs/cgroup");
    assertThat(hierarchy.whereIs(Controller.PIDS)).isEqualTo(Optional.empty());
    assertThat(hierarchy.mounts()).containsExactly(Path.of("/sys/fs/cgroup"));
  }

  @Test
  void where_both_versions_are_mounted_each_controller_is_where_it_is() {
    CgroupHierarchy hierarchy = choose(HYBRID.replaceFirst("(?m)^.*cpuacct.*\n", ""), "cpu\n");
    assertThat(hierarchy.whereIs(Controller.CPU)).contains("v2 at /sys/fs/cgroup/unified");
    assertThat(hierarchy.whereIs(Controller.PIDS)).contains("v1 at /sys/fs/cgroup/pids");
  }
}
