package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.MemoryPeak;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Limited processes in {@code [ a: lo ]}. */
@RequiresRoot
@SuppressWarnings("NullAway.Init") // JUnit calls build() first
class CgroupLimitsIT {
  private static final long MEMORY = 16 << 20;
  private static final String LOOP = "while :; do :; done";

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();
  @TempDir Path folder;

  private Cgroup group;
  private ProcessLauncher launcher;

  @BeforeEach
  void build() {
    NetworkNamespace a = scratch.namespace("a");
    group = scratch.cgroup();
    launcher = new ProcessLauncher(a.path(), group);
  }

  private Process start(String script) throws IOException {
    return launcher.start(NodeCommand.piped(List.of("sh", "-c", script)));
  }

  @Test
  void busy_loops_together_get_the_share_of_a_core_that_they_may_have() throws Exception {
    group.limit(new Limits(OptionalInt.of(250), OptionalLong.empty(), OptionalInt.empty()));
    List<Process> loops = List.of(start(LOOP), start(LOOP));
    await().until(() -> used(loops).toMillis() > 100);
    // A machine that is busy otherwise may give less for a while, but never more.
    await()
        .atMost(Patience.of(Duration.ofSeconds(60)))
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(shareOver(loops)).isCloseTo(0.25, within(0.025)));
  }

  /** Of one core, over some four seconds. */
  private static double shareOver(List<Process> processes) {
    long start = System.nanoTime();
    Duration before = used(processes);
    await()
        .atMost(Patience.of(Duration.ofSeconds(50)))
        .until(() -> used(processes).minus(before).toMillis() >= 1000);
    double share = (double) used(processes).minus(before).toNanos() / (System.nanoTime() - start);
    assertThat(share).isLessThan(0.275);
    return share;
  }

  private static Duration used(List<Process> processes) {
    return processes.stream()
        .map(process -> process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void page_cache_stays_within_the_memory_limit() throws Exception {
    limitMemory();
    Path file = folder.resolve("file");
    Process copy = start("dd if=/dev/zero of=" + file + " bs=1M count=64 conv=fsync 2>&1");
    assertThat(output(copy)).contains("64+0 records out");
    assertThat(copy.waitFor()).isZero();
    assertThat(file).hasSize(64 << 20);
    long most = MemoryPeak.of(group);
    assertThat(most).isLessThanOrEqualTo(MEMORY).isGreaterThan(MEMORY / 2);
  }

  @Test
  void a_process_that_wants_more_memory_than_there_is_is_killed() throws Exception {
    limitMemory();
    Process greedy = launcher.start(NodeCommand.piped(List.of("tail", "/dev/zero")));
    assertThat(greedy.waitFor()).isEqualTo(137);
    assertThat(MemoryPeak.of(group)).isLessThanOrEqualTo(MEMORY);
  }

  private void limitMemory() {
    group.limit(new Limits(OptionalInt.empty(), OptionalLong.of(MEMORY), OptionalInt.empty()));
  }

  @Test
  void no_more_processes_start_than_may() throws Exception {
    group.limit(new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.of(5)));
    Process shell = start("exec 2>&1; for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; wait");
    assertThat(shell.inputReader().readLine()).contains("fork");
    assertThat(group.pids()).hasSizeLessThanOrEqualTo(5).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void a_limited_group_is_gone_from_every_tree_when_it_is_removed() throws Exception {
    group.limit(new Limits(OptionalInt.of(500), OptionalLong.of(MEMORY), OptionalInt.of(50)));
    try (Stream<Path> disks = Files.list(Path.of("/sys/block"))) {
      String device = Files.readString(disks.findFirst().orElseThrow().resolve("dev")).strip();
      group.throttle(new Throttle(device, OptionalLong.of(1 << 30), OptionalLong.empty()));
    }
    start("sleep 1000 & sleep 1000");
    await().until(() -> group.pids().size() >= 2);
    for (Controller controller : Controller.values()) {
      Path files = group.folder(controller).orElseThrow();
      assertThat(Files.readAllLines(files.resolve("cgroup.procs")))
          .as("%s", files)
          .containsExactlyInAnyOrderElementsOf(group.pids().stream().map(String::valueOf).toList());
    }
    group.kill();
    group.remove();
    for (Path mount : CgroupHierarchy.probe().mounts()) {
      assertThat(mount.resolve("mignet").resolve(scratch.lab())).doesNotExist();
    }
  }

  @Test
  void a_group_without_limits_is_in_one_tree_only() {
    group.limit(Limits.NONE);
    assertThat(group.folders()).containsExactly(group.folder());
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
