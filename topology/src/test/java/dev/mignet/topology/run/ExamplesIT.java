package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.control.ControlClient;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.faults.FaultRun;
import dev.mignet.topology.faults.FaultSchedule;
import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The examples with their daemons, but with a service that only sleeps in Apache's place. */
@RequiresRoot
class ExamplesIT {

  //  client --- front ---+--- a ---+          every back-end: a daemon, and
  //                     lan        san        the virtual address on lo
  //                      +--- b ---+
  //                      +--- c ---+          (c: three-back-ends only)

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private RunningLab up(String example) throws IOException {
    String text = Files.readString(Path.of("examples", example + ".mignet.yaml"));
    Path file = folder.resolve("lab.yaml");
    Files.writeString(file, text.replaceFirst("name: .*", "name: " + scratch.name()));
    Lab lab = labs.read(file);
    return labs.up(lab, file, Progress.SILENT);
  }

  @Test
  void every_back_end_of_figure_4_has_a_daemon_that_answers() throws Exception {
    try (RunningLab lab = up("three-back-ends")) {
      assertThat(Labs.state(lab.lab().name()).orElseThrow().processes())
          .extracting(process -> process.name() + " at " + process.node())
          .containsExactlyInAnyOrder(
              "apache at a",
              "apache at b",
              "apache at c",
              "daemon at a",
              "daemon at b",
              "daemon at c");
      for (String node : new String[] {"a", "b", "c"}) {
        try (ControlClient client = ControlClient.connect(lab.controlSocket(node))) {
          assertThat(client.request("connections").getAsJsonArray("connections")).isEmpty();
        }
      }
    }
  }

  @Test
  void a_client_of_figure_2_reaches_the_virtual_address_at_the_one_back_end() throws Exception {
    InetAddress virtual = InetAddress.getByName("10.9.100.1");
    try (RunningLab lab = up("two-back-ends");
        ServerSocket server = lab.inside("a", () -> new ServerSocket(80, 5, virtual));
        Socket client = lab.inside("client", () -> new Socket(virtual, 80));
        Socket accepted = server.accept()) {
      client.getOutputStream().write('x');
      assertThat(accepted.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void a_daemon_that_is_killed_by_a_fault_has_ended_and_its_service_has_not() throws Exception {
    try (RunningLab lab = up("two-back-ends")) {
      String name = lab.lab().name();
      ProcessState daemon =
          Labs.state(name).orElseThrow().processes().stream()
              .filter(process -> process.node().equals("a"))
              .filter(process -> process.name().equals(LabState.DAEMON))
              .findFirst()
              .orElseThrow();

      Fault kill =
          new Fault(
              Duration.ZERO, Duration.ZERO, Duration.ZERO, new Fault.Kill("a", LabState.DAEMON));
      new FaultRun(labs, name, outcome -> assertThat(outcome.error()).isEmpty())
          .toEnd(new FaultSchedule(lab.lab(), List.of(kill), 1));

      assertThat(Labs.processes(name, "a")).doesNotContain(daemon.pid()).isNotEmpty();
    }
  }
}
