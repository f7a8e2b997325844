package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class NodeLimitsIT {

  //  a (service, daemon) --- b (daemon)
  //                san0   san0
  private static final String BACK_ENDS =
      """
      name: %s
      nodes: { a: { services: [apache], %s }, b: }
      networks: { san: { members: ["a:san0", "b:san0"] } }
      endpoints: { web: { address: 10.9.100.1, port: 80, back-ends: [a, b], san: san } }
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);
  private final String name = scratch.name();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private RunningLab up(String topology) throws IOException {
    Path file = Files.writeString(folder.resolve("lab.yaml"), topology);
    Lab lab = labs.read(file);
    return labs.up(lab, file, Progress.SILENT);
  }

  @Test
  void a_daemon_is_charged_to_its_node_unless_the_file_says_otherwise() throws Exception {
    // So few threads that no Java starts within the limit.
    try (RunningLab lab = up(BACK_ENDS.formatted(name, "pids: 6, charge-daemon: false"))) {
      assertThat(LabNames.nodeCgroup(name, "a").pids()).containsExactly(pid("a", "apache"));
      assertThat(LabNames.daemonCgroup(name, "a").pids()).containsExactly(pid("a", "daemon"));
      assertThat(Labs.processes(name, "a")).contains(pid("a", "daemon"));
      assertThat(LabNames.nodeCgroup(name, "b").pids()).containsExactly(pid("b", "daemon"));
      assertThat(lab.folder("a")).exists();
    }

    ScratchLabs.assertNothingLeft(name);
  }

  //  a (service, with a disk)
  private static final String WITH_DISK =
      """
      name: %s
      nodes: { a: { services: [{ apache: { behaviour: %s } }], disk: { %s } }, b: }
      """;

  @Test
  void the_files_of_a_nodes_services_are_on_its_disk_which_is_as_slow_as_the_file_says()
      throws Exception {
    String disk = "size: 64 MiB, rate: 8 MB/s, iops: 300";
    try (RunningLab lab = up(WITH_DISK.formatted(name, "fill", disk))) {
      Path file = lab.folder("a").resolve("apache/large");
      assertThat(Files.getFileStore(file).type()).isEqualTo("ext4");
      assertThat(Files.getFileStore(file).getTotalSpace()).isBetween(56L << 20, 64L << 20);
      assertThat(Labs.state(name).orElseThrow().nodes().get(0).limits())
          .containsExactly("disk 64 MiB", "disk rate 8 MB/s", "disk iops 300");
      long start = System.nanoTime();
      Process read = lab.start("a", NodeCommand.piped(List.of("cksum", file.toString())));
      assertThat(read.waitFor()).isZero();
      // 16 MiB, none of them in a cache; that it is no slower is NodeDiskIT's business.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(1850));
    }

    ScratchLabs.assertNothingLeft(name);
  }

  @Test
  void a_disk_that_the_files_do_not_fit_on_is_told() throws Exception {
    assertThatThrownBy(() -> up(WITH_DISK.formatted(name, "fill", "size: 8 MiB")))
        .isInstanceOf(LabException.class)
        .hasMessage(
            "cannot start apache at a: the files do not fit on disk 8 MiB of a: give it a larger"
                + " `size`");
    ScratchLabs.assertNothingLeft(name);
  }

  private long pid(String node, String process) {
    List<ProcessState> processes = Labs.state(name).orElseThrow().processes();
    return processes.stream()
        .filter(p -> p.node().equals(node) && p.name().equals(process))
        .findFirst()
        .orElseThrow()
        .pid();
  }
}
