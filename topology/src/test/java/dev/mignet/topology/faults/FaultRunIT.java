package dev.mignet.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.faults.FaultRun.Outcome;
import dev.mignet.topology.model.Fault;
import dev.mignet.topology.run.LabNames;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private String run(RunningLab lab, Fault.Effect effect) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    Fault fault = new Fault(Duration.ofMillis(10), Duration.ZERO, Duration.ZERO, effect);
    new FaultRun(labs, lab.lab().name(), outcomes::add)
        .toEnd(new FaultSchedule(lab.lab(), List.of(fault), 1));
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).at()).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    return outcomes.get(0).error();
  }

  private static boolean reaches(RunningLab lab, String from, String address) throws Exception {
    return lab.inside(from, () -> InetAddress.getByName(address).isReachable(2000));
  }

  private static boolean runs(RunningLab lab, String node, String link) {
    try (NetworkNamespace at =
        NetworkNamespace.open(LabNames.nodeNamespace(lab.lab().name(), node))) {
      assertThat(at.rtnetlink().link(link).up()).as("administratively").isTrue();
      return at.rtnetlink().link(link).running();
    }
  }

  private static String routes(RunningLab lab, String node) throws IOException {
    Process ip = lab.start(node, NodeCommand.piped(List.of("ip", "route")));
    return new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .replace(" linkdown", "");
  }

  @Test
  void a_cable_pulled_between_nodes_is_seen_at_both_and_leaves_addresses_and_routes()
      throws Exception {
    try (RunningLab lab = up(scratch.name())) {
      await().pollInSameThread().until(() -> reaches(lab, "client", "10.9.2.2"));
      Process ip = // a route that the topology knows nothing of
          lab.start(
              "a",
              NodeCommand.piped(List.of("ip", "route", "add", "192.0.2.0/24", "via", "10.9.2.1")));
      assertThat(ip.waitFor()).isZero();
      String before = routes(lab, "a");

      assertThat(run(lab, new Fault.SetLink("a:eth0", false))).isEmpty();
      assertThat(reaches(lab, "client", "10.9.2.2")).isFalse();
      await().pollInSameThread().until(() -> !runs(lab, "a", "eth0"));
      await().pollInSameThread().until(() -> !runs(lab, "router", "eth1"));
      await().pollInSameThread().until(() -> runs(lab, "router", "eth0"));
      assertThat(routes(lab, "a")).isEqualTo(before);

      assertThat(run(lab, new Fault.SetLink("a:eth0", true))).isEmpty();
      await().pollInSameThread().until(() -> reaches(lab, "client", "10.9.2.2"));
      await().pollInSameThread().until(() -> reaches(lab, "a", "10.9.1.1"));
      await().pollInSameThread().until(() -> runs(lab, "a", "eth0") && runs(lab, "router", "eth1"));
    }
  }

  @Test
  void a_cable_pulled_from_a_switch_takes_the_carrier_and_nothing_else() throws Exception {
    try (RunningLab lab = up(scratch.name())) {
      String before = routes(lab, "a");
      assertThat(run(lab, new Fault.SetLink("a:n0", false))).isEmpty();
      assertThat(reaches(lab, "b", "10.9.3.1")).isFalse();
      await().pollInSameThread().until(() -> !runs(lab, "a", "n0"));
      await().pollInSameThread().until(() -> runs(lab, "b", "n0"));
      assertThat(routes(lab, "a")).isEqualTo(before);

      assertThat(run(lab, new Fault.SetLink("a:n0", true))).isEmpty();
      await().pollInSameThread().until(() -> reaches(lab, "b", "10.9.3.1"));
    }
  }

  @Test
  void a_link_is_mended_by_command_where_a_fault_has_cut_it_and_the_other_way_round()
      throws Exception {
    try (RunningLab lab = up(scratch.name())) {
      String name = lab.lab().name();
      LinkControl links = new LinkControl(labs, name);
      for (String end : List.of("a:eth0", "a:n0")) {
        String from = end.equals("a:n0") ? "b" : "client";
        String address = end.equals("a:n0") ? "10.9.3.1" : "10.9.2.2";
        assertThat(run(lab, new Fault.SetLink(end, false))).isEmpty();
        assertThat(LinkControl.changes(name)).hasSize(1).first().asString().endsWith(" down");
        links.up(end);
        await().pollInSameThread().until(() -> reaches(lab, from, address));

        links.down(end);
        assertThat(reaches(lab, from, address)).as(end).isFalse();
        assertThat(run(lab, new Fault.SetLink(end, true))).isEmpty();
        await().pollInSameThread().until(() -> reaches(lab, from, address));
        assertThat(LinkControl.changes(name)).isEmpty();
      }
    }
  }

  @Test
  void a_fault_that_lasts_gives_a_link_other_figures_and_the_files_again_after_it()
      throws Exception {
    try (RunningLab lab = up(scratch.name())) {
      String name = lab.lab().name();
      Map<String, String> all = Map.of("loss", "100 %");
      Fault fault =
          new Fault(
              Duration.ofMillis(10),
              Duration.ZERO,
              Duration.ofMillis(900),
              new Fault.ImpairLink("a:n0", all, Map.of("delay", "3 ms")));
      List<String> seen = new ArrayList<>();
      List<Boolean> reached = new ArrayList<>();
      new FaultRun(
              labs,
              name,
              outcome -> {
                seen.add(outcome.due().effect().text() + outcome.error());
                seen.addAll(LinkControl.changes(name));
                try {
                  reached.add(reaches(lab, "b", "10.9.3.1"));
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              })
          .toEnd(new FaultSchedule(lab.lab(), List.of(fault), 1));
      assertThat(seen)
          .containsExactly(
              "link a:n0 forward loss 100 %, back delay 3 ms",
              "a:n0 loss 100 %",
              "n:port1 delay 3 ms",
              "link a:n0 forward loss, back delay as in the file");
      assertThat(reached).containsExactly(false, true);
      assertThat(LinkControl.engine(name)).isEmpty();
    }
  }

  @Test
  void a_service_is_killed_with_all_that_it_started_and_no_other() throws Exception {
    String name = scratch.name();
    try (RunningLab lab = up(name)) {
      await().untilAsserted(() -> assertThat(Labs.processes(name, "a")).hasSize(4));

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
