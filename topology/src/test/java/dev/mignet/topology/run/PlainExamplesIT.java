package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.faults.FaultRun;
import dev.mignet.topology.faults.FaultSchedule;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.MignetProcess;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of labs without endpoints, as they stand in the repository. */
@RequiresRoot
class PlainExamplesIT {

  private static final int PORT = 4321;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  private RunningLab up(String example) {
    Path file = Path.of("examples", example + ".mignet.yaml");
    Lab lab = labs.read(file).named(scratch.name());
    return labs.up(lab, file, Progress.SILENT);
  }

  /** How long it takes until a connection stands; a lost packet is sent again. */
  private static Duration timeToConnect(RunningLab lab, String from, String to, String address)
      throws Exception {
    try (ServerSocket server = lab.inside(to, () -> new ServerSocket(PORT))) {
      return lab.inside(from, () -> timeToConnect(address, server.getLocalPort()));
    }
  }

  private static Duration timeToConnect(String address, int port) throws IOException {
    long start = System.nanoTime();
    try (Socket client = new Socket(address, port)) {
      assertThat(client.isConnected()).isTrue();
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  //  home --- modem --- provider --- server
  //       lan0    wan0  wan0    core0
  @Test
  void the_way_over_the_wan_is_long_and_its_faults_pass() throws Exception {
    try (RunningLab lab = up("wan")) {
      Duration least = Duration.ofMillis(2 * (20 - 2 + 5));
      assertThat(timeToConnect(lab, "home", "server", "10.9.3.2")).isGreaterThan(least);

      List<FaultRun.Outcome> outcomes = new ArrayList<>();
      new FaultRun(labs, lab.lab().name(), outcomes::add)
          .toEnd(new FaultSchedule(lab.lab(), lab.lab().faults(), lab.lab().seed()));

      assertThat(outcomes).extracting(FaultRun.Outcome::error).containsExactly("", "");
      assertThat(timeToConnect(lab, "home", "server", "10.9.3.2")).isGreaterThan(least);
    }
  }

  //  client --- server (iperf3, limited, a disk of its own)
  @Test
  void the_limited_server_serves() throws Exception {
    try (RunningLab lab = up("limits")) {
      Process client =
          lab.start("client", NodeCommand.piped(List.of("iperf3", "-c", "10.9.1.2", "-n", "256K")));
      String output = MignetProcess.output(client);

      assertThat(client.waitFor()).as(output).isZero();
    }
  }

  //  a, b === west === router === east === c, d
  @Test
  void both_protocols_lead_over_the_router() throws Exception {
    try (RunningLab lab = up("dual-stack")) {
      Duration far = Duration.ofMillis(10);
      assertThat(timeToConnect(lab, "a", "d", "10.9.2.3")).isGreaterThan(far);
      assertThat(timeToConnect(lab, "a", "d", "fd00:9:2::3")).isGreaterThan(far);
      assertThat(timeToConnect(lab, "c", "b", "fd00:9:1::2")).isPositive();
    }
  }
}
