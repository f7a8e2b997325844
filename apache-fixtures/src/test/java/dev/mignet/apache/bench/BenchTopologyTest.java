package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTopologyTest {

  @TempDir private Path folder;

  private final LocalLabs labs = new LocalLabs();
  private BenchTopology topology;

  @BeforeEach
  void create() {
    topology = new BenchTopology(folder);
  }

  @Test
  void labs_that_come_and_go_are_wired_as_the_example() throws IOException {
    Lab example = labs.read(Path.of("../topology/examples/three-back-ends.mignet.yaml"));
    // MACs follow from names, the lab's included.
    Lab lab = labs.read(topology.withApache(example.name()));
    assertThat(lab.segments()).isEqualTo(example.segments());
    assertThat(lab.nodes().stream().map(Node::name))
        .containsExactlyElementsOf(example.nodes().stream().map(Node::name).toList());
    assertThat(lab.node("a").services()).isEqualTo(example.node("a").services());
  }

  @Test
  void without_servers_daemons_are_all_that_runs() throws IOException {
    Lab lab = labs.read(topology.withoutServers("bench-1"));
    assertThat(lab.nodes()).allMatch(node -> node.services().isEmpty());
    assertThat(lab.endpoints()).hasSize(1);
  }

  @Test
  void wires_to_the_servers_do_not_limit_requests() throws IOException {
    Lab lab = labs.read(topology.unshaped("bench-1", Mechanism.AUTO));
    assertThat(lab.segments().stream().filter(segment -> !segment.name().equals("san")))
        .allMatch(segment -> segment.wire().profile().equals("unshaped"));
    assertThat(lab.node("client").sysctls())
        .containsEntry("net.ipv4.ip_local_port_range", "1024 65535")
        .containsEntry("net.ipv4.tcp_tw_reuse", "1");
  }

  @Test
  void the_policy_moves_one_of_the_requests() throws IOException {
    assertThat(labs.read(topology.unshaped("bench-1", Mechanism.AUTO)).endpoints().get(0).policy())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(Request.MIGRATED.path()).startsWith(rule.prefix());
              assertThat(Request.DIRECT.path()).doesNotStartWith(rule.prefix());
              assertThat(rule.migrateTo()).containsExactly(Request.TARGET);
            });
  }
}
