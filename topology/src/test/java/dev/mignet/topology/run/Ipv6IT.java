package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.faults.FaultRun;
import dev.mignet.topology.faults.FaultSchedule;
import dev.mignet.topology.look.Reachability;
import dev.mignet.topology.look.Reachability.Outcome;
import dev.mignet.topology.model.Fault;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class Ipv6IT {

  //  client === router ===+=== a          === IPv4 and IPv6
  //   eth0    eth0 eth1  lan   eth0, eth1 --- only --- only4
  private static final String TOPOLOGY =
      """
      name: %s
      defaults: { profile: ethernet-100, subnet6: auto }
      nodes:
        client:
        router: { forward: true }
        a: { addresses: { eth0: [10.7.0.9/24, "fd00:7::9/64"] } }
        only4:
      links:
        - endpoints: ["client:eth0", "router:eth0"]
        - { endpoints: ["a:eth1", "only4:eth0"], subnet6: none }
      networks:
        lan: { members: ["router:eth1", "a:eth0"] }
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private static String output(RunningLab lab, String node, String... words) throws Exception {
    return new String(
        lab.start(node, NodeCommand.piped(List.of(words))).getInputStream().readAllBytes(),
        StandardCharsets.UTF_8);
  }

  private void set(RunningLab lab, boolean up) throws InterruptedException {
    Fault fault =
        new Fault(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, new Fault.SetLink("client:eth0", up));
    new FaultRun(labs, lab.lab().name(), outcome -> assertThat(outcome.error()).isEmpty())
        .toEnd(new FaultSchedule(lab.lab(), List.of(fault), 1));
  }

  @Test
  void nodes_answer_over_both_and_ipv6_is_off_where_it_is_not_used() throws Exception {
    assumeThat(Path.of("/proc/sys/net/ipv6")).exists();
    Path file = Files.writeString(folder.resolve("lab.yaml"), TOPOLOGY.formatted(scratch.name()));
    try (RunningLab lab = labs.up(labs.read(file), file, Progress.SILENT)) {
      // The kernel may drop the first neighbour solicitation of a wire that has just come up.
      List<Reachability.Ping> pings =
          await()
              .until(
                  () -> Reachability.ofAll(lab),
                  all -> all.stream().noneMatch(ping -> ping.outcome() == Outcome.FAILED));
      assertThat(pings)
          .filteredOn(ping -> ping.outcome() == Outcome.OK)
          .extracting(ping -> ping.from() + ' ' + ping.address())
          .contains(
              "client fd00:7::9",
              "client 10.7.0.9",
              "a fd00:9:1::1",
              "client fd00:7::1",
              "router fd00:7::9");
      assertThat(output(lab, "only4", "cat", "/proc/net/if_inet6")).isEmpty();
      assertThat(output(lab, "a", "cat", "/proc/net/if_inet6")).doesNotContain("eth1");

      try (ServerSocket server = lab.inside("a", () -> new ServerSocket(0));
          Socket socket =
              lab.inside("client", () -> new Socket("fd00:7::9", server.getLocalPort()))) {
        assertThat(socket.isConnected()).isTrue();
      }

      set(lab, false);
      set(lab, true);
      assertThat(
              lab.<Boolean>inside(
                  "client", () -> InetAddress.getByName("fd00:7::9").isReachable(5000)))
          .as("after its link was down")
          .isTrue();
    }
  }
}
