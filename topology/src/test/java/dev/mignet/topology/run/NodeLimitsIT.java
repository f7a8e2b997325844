package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private long pid(String node, String process) {
    List<ProcessState> processes = Labs.state(name).orElseThrow().processes();
    return processes.stream()
        .filter(p -> p.node().equals(node) && p.name().equals(process))
        .findFirst()
        .orElseThrow()
        .pid();
  }
}
