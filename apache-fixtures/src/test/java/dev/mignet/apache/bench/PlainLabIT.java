package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab that is compared with as one without Mignet. */
@RequiresRoot
class PlainLabIT {

  @Test
  void neither_daemons_nor_rules_are_left_nor_anybody_who_starts_them_again(@TempDir Path folder)
      throws Exception {
    LocalLabs labs = new LocalLabs();
    String name = "plain-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    Path topology = new BenchTopology(folder).withoutServers(name);
    try (RunningLab lab = labs.up(labs.read(topology), topology, Progress.SILENT)) {
      PlainLab.strip(lab);
      assertThat(CgroupHierarchy.probe().group("mignet/" + name + "/daemon.keeper").pids())
          .isEmpty();
      for (String node : List.of("a", "b", "c")) {
        Process rules = lab.start(node, NodeCommand.piped(List.of("iptables-save")));
        assertThat(new String(rules.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .doesNotContain("MIGNET");
        assertThat(rules.waitFor()).isZero();
      }
    }
  }
}
