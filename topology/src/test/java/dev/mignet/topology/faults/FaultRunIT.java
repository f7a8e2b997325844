package dev.mignet.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.faults.FaultRun.Outcome;
import dev.mignet.topology.model.Fault;
import dev.mignet.topology.run.LabNames;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class FaultRunIT {

  //  client --- router --- a ---(n)--- b
  //   eth0    eth0 eth1  eth0 n0     n0
  private static final String TOPOLOGY =
      """
      name: %s
      nodes:
        client:
        router: { forward: true }
        a:
          services:
            - exec: { name: forking, command: [sh, -c, "sleep 1000 & sleep 1000 & wait"] }
            - exec: { name: other, command: sleep 1000 }
        b:
      links:
        - endpoints: ["client:eth0", "router:eth0"]
        - endpoints: ["router:eth1", "a:eth0"]
      networks:
        n: { members: ["a:n0", "b:n0"] }
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private RunningLab up(String name) throws IOException {
    Path file = Files.writeString(folder.resolve("lab.yaml"), TOPOLOGY.formatted(name));
    return labs.up(labs.read(file), file, Progress.SILENT);
  }

  private static String run(RunningLab lab, Fault.Effect effect) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    Fault fault = new Fault(Duration.ofMillis(10), Duration.ZERO, effect);
    new FaultRun(lab.lab(), outcomes::add).toEnd(new FaultSchedule(List.of(fault), 1));
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).at()).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    return outcomes.get(0).error();
  }

  private static boolean reaches(RunningLab lab, String from, String address) throws Exception {
    return lab.inside(from, () -> InetAddress.getByName(address).isReachable(2000));
  }

  @Test
  void a_link_that_goes_down_and_comes_back_has_its_routes_again() throws Exception {
    try (RunningLab lab = up(scratch.name())) {
      assertThat(reaches(lab, "client", "10.9.2.2")).isTrue();

      assertThat(run(lab, new Fault.SetLink("a:eth0", false))).isEmpty();
      assertThat(reaches(lab, "client", "10.9.2.2")).isFalse();

      assertThat(run(lab, new Fault.SetLink("a:eth0", true))).isEmpty();
      assertThat(reaches(lab, "client", "10.9.2.2")).isTrue();
      assertThat(reaches(lab, "a", "10.9.1.1")).isTrue();
    }
  }

  @Test
  void a_cable_pulled_from_a_switch_takes_the_carrier_and_nothing_else() throws Exception {
    String name = scratch.name();
    try (RunningLab lab = up(name)) {
      assertThat(run(lab, new Fault.SetLink("a:n0", false))).isEmpty();
      assertThat(reaches(lab, "b", "10.9.3.1")).isFalse();
      try (NetworkNamespace node = NetworkNamespace.open(LabNames.nodeNamespace(name, "a"))) {
        assertThat(node.rtnetlink().link("n0").up()).isTrue();
      }

      assertThat(run(lab, new Fault.SetLink("a:n0", true))).isEmpty();
      assertThat(reaches(lab, "b", "10.9.3.1")).isTrue();
    }
  }

  @Test
  void a_service_is_killed_with_all_that_it_started_and_no_other() throws Exception {
    String name = scratch.name();
    try (RunningLab lab = up(name)) {
      assertThat(Labs.processes(name, "a")).hasSize(4);

      assertThat(run(lab, new Fault.Kill("a", "forking"))).isEmpty();

      long other =
          Labs.requireUp(name).processes().stream()
              .filter(process -> process.name().equals("other"))
              .mapToLong(ProcessState::pid)
              .findFirst()
              .orElseThrow();
      assertThat(Labs.processes(name, "a")).containsExactly(other);
      assertThat(run(lab, new Fault.Kill("a", "forking"))).isEqualTo("forking of a does not run");
    }
    ScratchLabs.assertNothingLeft(name);
  }
}
