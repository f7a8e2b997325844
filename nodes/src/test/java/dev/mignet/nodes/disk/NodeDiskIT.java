package dev.mignet.nodes.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.Limits;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.nodes.process.Throttle;
import dev.mignet.nodes.testing.MemoryPeak;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Processes of {@code [ a: lo ]} with a disk of their own. */
@RequiresRoot
@SuppressWarnings("NullAway.Init") // JUnit calls build() first
class NodeDiskIT {
  private static final int MIB = 1 << 20;
  private static final long RATE = Patience.rate(8_000_000);
  private static final long OPERATIONS = Patience.rate(200);
  private static final int MEMORY = 16 * MIB;

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();
  @TempDir Path folder;

  private Cgroup group;
  private ProcessLauncher launcher;
  private String device;

  @BeforeEach
  void build() throws IOException {
    NetworkNamespace a = scratch.namespace("a");
    group = scratch.cgroup();
    launcher = new ProcessLauncher(a.path(), group);
    device = NodeDisk.mount(64 * MIB, scratch.lab(), folder);
  }

  @AfterEach
  void unmount() throws IOException {
    group.kill();
    NodeDisk.unmount(folder);
    assertThat(NodeDisk.mounted(folder)).isEmpty();
    await().untilAsserted(() -> assertThat(backing()).doesNotExist());
  }

  /** There as long as the device is attached. */
  private Path backing() {
    return Path.of("/sys/block/loop" + device.split(":", 2)[1] + "/loop/backing_file");
  }

  private void throttle(OptionalLong rate, OptionalLong operations) {
    group.throttle(new Throttle(device, rate, operations));
  }

  private Path file(int mebibytes) throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[mebibytes * MIB]);
    NodeDisk.evict(folder);
    return file;
  }

  /** Runs dd in the group; how long it took. */
  private Duration dd(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("dd"));
    command.addAll(List.of(arguments));
    long start = System.nanoTime();
    Process process = launcher.start(NodeCommand.piped(command));
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** A machine that is busy otherwise may be slower for a while, but never faster. */
  private static void assertReaches(long expected, Measurement measurement) {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(Patience.of(Duration.ofSeconds(60)))
        .untilAsserted(
            () -> {
              double found = measurement.perSecond();
              if (found > expected * 1.1) {
                throw new IllegalStateException("faster than it may be: " + found);
              }
              assertThat(found).isBetween(expected * 0.9, expected * 1.1);
            });
  }

  private interface Measurement {
    double perSecond() throws Exception;
  }

  private static double perSecond(double amount, Duration time) {
    return amount * 1e9 / time.toNanos();
  }

  @Test
  void reading_and_writing_are_as_fast_as_the_disk() throws Exception {
    Path file = file(16);
    throttle(OptionalLong.of(RATE), OptionalLong.empty());
    assertReaches(
        RATE,
        () -> {
          NodeDisk.evict(folder);
          return perSecond(16 * MIB, dd("if=" + file, "of=/dev/null", "bs=64K"));
        });
    assertReaches(
        RATE,
        () ->
            perSecond(
                16 * MIB, dd("if=/dev/zero", "of=" + file, "bs=64K", "count=256", "oflag=direct")));
  }

  @Test
  void there_are_as_many_operations_a_second_as_the_disk_has() throws Exception {
    Path file = file(4);
    throttle(OptionalLong.empty(), OptionalLong.of(OPERATIONS));
    assertReaches(
        OPERATIONS,
        () ->
            perSecond(400, dd("if=" + file, "of=/dev/null", "bs=4K", "count=400", "iflag=direct")));
  }

  @Test
  void page_cache_of_the_disk_stays_within_the_memory_of_the_node() throws Exception {
    Path file = file(48);
    group.limit(new Limits(OptionalInt.empty(), OptionalLong.of(MEMORY), OptionalInt.empty()));
    dd("if=" + file, "of=/dev/null", "bs=64K");
    long before = sectorsRead();
    dd("if=" + file, "of=/dev/null", "bs=64K");
    assertThat(MemoryPeak.of(group)).isLessThanOrEqualTo(MEMORY).isGreaterThan(MEMORY / 2);
    assertThat((sectorsRead() - before) * 512)
        .as("bytes read again: they were in no other cache")
        .isGreaterThan(30L * MIB);
  }

  private long sectorsRead() throws IOException {
    String stat = Files.readString(Path.of("/sys/dev/block", device, "stat"));
    return Long.parseLong(stat.strip().split(" +", -1)[2]);
  }

  @Test
  void the_machine_keeps_no_copy_of_the_image_in_its_cache() throws Exception {
    Path queue = Path.of("/sys/dev/block", device, "loop/dio");
    assertThat(queue).hasContent("1");
    assertThat(backing()).content().contains("(deleted)");
  }

  @Test
  void a_process_that_waits_for_a_slow_disk_is_killed_at_once() throws Exception {
    Path file = file(16);
    throttle(OptionalLong.of(20_000), OptionalLong.empty());
    launcher.start(
        NodeCommand.piped(List.of("dd", "if=" + file, "of=/dev/null", "bs=1M", "iflag=direct")));
    await().until(() -> !group.pids().isEmpty());
    long start = System.nanoTime();
    group.kill();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Patience.of(Duration.ofSeconds(5)));
  }

  @Test
  void nothing_is_left_of_a_disk_that_has_no_room() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThatThrownBy(() -> NodeDisk.mount(1L << 50, scratch.lab(), other))
        .isInstanceOf(KernelException.class)
        .hasMessageMatching("take 1073741824 MiB in /var/tmp: (ENOSPC|EFBIG) .*");
    assertThat(NodeDisk.mounted(folder)).containsExactly(folder);
  }
}
