package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.Controller;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class LocalLabsIT {

  //  client --- front ---+--- a (service)
  //   eth0   eth0  eth1  |    eth0
  //          (router)   lan
  //                      +--- b
  private static final String TOPOLOGY =
      """
      name: %s
      nodes:
        client: { env: { WHERE: "client" } }
        front: { forward: true }
        a: { services: [apache], env: { WHERE: "here and there" } }
        b:
      links:
        - { endpoints: ["client:eth0", "front:eth0"], profile: ethernet-100 }
      networks:
        lan: { profile: myrinet-pci64b, mtu: 1400, members: ["front:eth1", "a:eth0", "b:eth0"] }
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private RunningLab up(String name) throws IOException {
    return up(TOPOLOGY.formatted(name), Progress.SILENT);
  }

  private RunningLab up(String topology, Progress progress) throws IOException {
    Path file = Files.writeString(folder.resolve("lab.yaml"), topology);
    Lab lab = labs.read(file);
    return labs.up(lab, file, progress);
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Connects from one node to another by real TCP. */
  private static void assertReaches(RunningLab lab, String from, String to, String address)
      throws Exception {
    try (ServerSocket server = lab.inside(to, () -> new ServerSocket(0));
        Socket socket = lab.inside(from, () -> new Socket(address, server.getLocalPort()))) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void a_lab_comes_up_connects_its_nodes_and_leaves_nothing() throws Exception {
    String name = scratch.name();
    try (RunningLab lab = up(name)) {
      assertReaches(lab, "client", "front", "10.9.1.2");
      assertReaches(lab, "client", "b", "10.9.2.3");
      assertReaches(lab, "a", "b", "10.9.2.3");
      assertReaches(lab, "b", "client", "10.9.1.1");
      assertThat(Labs.names()).contains(name);
      assertThat(Labs.state(name).orElseThrow().phase()).isEqualTo(LabState.Phase.UP);
    }

    ScratchLabs.assertNothingLeft(name);
  }

  @Test
  void a_command_runs_in_the_nodes_namespace_and_cgroup_with_its_environment() throws Exception {
    String name = scratch.name();
    try (RunningLab lab = up(name)) {
      NodeCommand command =
          NodeCommand.piped(
              List.of(
                  "sh",
                  "-c",
                  "echo $WHERE; cat /proc/self/cgroup; grep -c : /proc/net/dev; exit 5"));
      Process process = lab.start("client", command);

      assertThat(output(process)).startsWith("client\n").contains("/mignet/" + name + "/client");
      assertThat(process.waitFor()).isEqualTo(5);
    }
  }

  @Test
  void an_interface_may_be_called_as_the_switchs_own_are() throws Exception {
    String topology =
        """
        name: %s
        nodes: { a: , b: }
        networks: { n: { members: ["a:br0", "b:port1"] } }
        """;
    try (RunningLab lab = up(topology.formatted(scratch.name()), Progress.SILENT)) {
      assertReaches(lab, "a", "b", "10.9.1.2");
    }
  }

  @Test
  void wires_have_the_mtu_and_the_shape_that_the_file_says() throws Exception {
    try (RunningLab lab = up(scratch.name())) {
      String links =
          output(lab.start("front", NodeCommand.piped(List.of("tc", "qdisc", "show"))))
              + output(lab.start("front", NodeCommand.piped(List.of("ip", "link", "show"))));

      assertThat(links).contains("tbf", "rate 100Mbit", "rate 1920Mbit", "mtu 1400");
      assertThat(links).contains(lab.lab().segment("lan").members().get(0).mac());
    }
  }

  @Test
  void a_service_runs_in_its_node_and_ends_with_the_lab() throws Exception {
    String name = scratch.name();
    long pid;
    try (RunningLab lab = up(name)) {
      LabState.ProcessState process = Labs.state(name).orElseThrow().processes().get(0);
      pid = process.pid();
      assertThat(process.name()).isEqualTo("apache");
      assertThat(Labs.processes(name, "a")).contains(pid);
      assertThat(lab.folder("a").resolve("log/apache.log"))
          .hasContent("started at here and there\n");
      assertThat(lab.folder("a").resolve("apache/prepared")).hasContent("a");
    }

    // Dead it is; until this JVM has reaped it, it still has its number.
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void progress_counts_every_step() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    up(
            TOPOLOGY.formatted(scratch.name()),
            (done, of, step) -> told.add(done + "/" + of + ' ' + step))
        .close();

    assertThat(told.get(0)).matches("1/\\d+ create .*");
    assertThat(told).anyMatch(line -> line.endsWith(" start apache at a"));
    assertThat(told.get(told.size() - 1))
        .startsWith(told.size() + "/" + told.size() + ' '); // whichever step comes last
  }

  @Test
  void two_labs_of_one_topology_live_side_by_side() throws Exception {
    String one = scratch.name();
    String other = scratch.name();
    up(one);
    try (RunningLab second = up(other)) {
      labs.down(one);

      ScratchLabs.assertNothingLeft(one);
      assertReaches(second, "client", "b", "10.9.2.3");
    }
  }

  @Test
  void a_lab_whose_name_begins_as_anothers_is_not_taken_down_with_it() throws Exception {
    String name = scratch.name();
    String longer = name + "-a"; // with a dash, as if it were node a of the other
    try (RunningLab lab = up(longer)) {
      labs.down(name);

      assertReaches(lab, "client", "b", "10.9.2.3");
    }
  }

  @Test
  void a_lab_that_is_up_is_not_touched_by_a_second_up() throws Exception {
    String name = scratch.name();
    try (RunningLab lab = up(name)) {
      assertThatThrownBy(() -> up(name))
          .isInstanceOf(LabException.class)
          .hasMessage(
              "lab " + name + " is up already; take it down first: mignet down --lab " + name);
      assertReaches(lab, "client", "b", "10.9.2.3");
    }
  }

  @Test
  void what_was_made_is_taken_back_when_a_service_dies_and_its_output_is_told() {
    String name = scratch.name();
    String topology = TOPOLOGY.formatted(name).replace("[apache]", "[{apache: {behaviour: die}}]");

    assertThatThrownBy(() -> up(topology, Progress.SILENT))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("cannot start apache at a: apache ended with exit code 3")
        .hasMessageEndingWith(
            "/run/mignet/" + name + "/nodes/a/log/apache.log:\n    no such thing");
    assertThatNothingIsLeft(name);
  }

  @Test
  void all_that_runs_at_a_node_is_charged_to_it() throws Exception {
    String topology =
        """
        name: %s
        nodes: { a: { services: [apache], memory: 32 MiB, pids: 20 }, b: }
        """;
    String name = scratch.name();
    try (RunningLab lab = up(topology.formatted(name), Progress.SILENT)) {
      Process hungry = lab.start("a", NodeCommand.piped(List.of("tail", "/dev/zero")));
      assertThat(hungry.waitFor()).isEqualTo(137);
      Cgroup group = LabNames.nodeCgroup(name, "a");
      Path pids = group.folder(Controller.PIDS).orElseThrow();
      assertThat(Files.readString(pids.resolve("pids.max"))).isEqualTo("20\n");
      assertThat(Files.readAllLines(pids.resolve("cgroup.procs")))
          .containsExactlyElementsOf(group.pids().stream().map(String::valueOf).toList())
          .contains(Long.toString(Labs.state(name).orElseThrow().processes().get(0).pid()));
    }

    ScratchLabs.assertNothingLeft(name);
  }

  @Test
  void nothing_is_made_of_a_lab_that_asks_for_more_cores_than_there_are() {
    String name = scratch.name();
    String topology = "name: " + name + "\nnodes: { a: { cpu: 99999 % } }\n";

    assertThatThrownBy(() -> up(topology, Progress.SILENT))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("lacks what lab " + name + " needs:\n  cores: give node a no more")
        .hasMessageEndingWith("found: cpu 99999 % is asked for");
    assertThatNothingIsLeft(name);
  }

  @Test
  void what_was_made_is_taken_back_when_a_sysctl_does_not_exist() {
    String name = scratch.name();
    String topology =
        "name: " + name + "\nnodes: { a: { sysctls: { net.ipv4.no_such_thing: 1 } } }\n";

    assertThatThrownBy(() -> up(topology, Progress.SILENT))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("cannot set sysctls of a: set net.ipv4.no_such_thing=1: ENOENT");
    assertThatNothingIsLeft(name);
  }

  private static void assertThatNothingIsLeft(String name) {
    try {
      ScratchLabs.assertNothingLeft(name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
