package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.MignetProcess;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class LabChangeIT {
  //  client --- front ---+--- a (service)        and b --- c, which the second topology
  //   eth0   eth0  eth1  |    eth0                   eth1  eth0  has not
  //          (router)   lan
  //                      +--- b (limited)        (in the second topology also d)
  private static final String BEFORE =
      """
      name: %s
      nodes:
        client:
        front: { forward: true }
        a: { services: [apache], env: { WHERE: "here" } }
        b: { pids: 99, sysctls: { net.ipv4.tcp_fin_timeout: 7, net.ipv4.conf.eth0.rp_filter: 0 } }
        c:
      links:
        - { endpoints: ["client:eth0", "front:eth0"], rate: 100 Mbit, subnet: 10.1.0.0/24 }
        - { endpoints: ["b:eth1", "c:eth0"], subnet: 10.3.0.0/24 }
      networks:
        lan: { members: ["front:eth1", "a:eth0", "b:eth0"], subnet: 10.2.0.0/24 }
      """;

  private static final String AFTER =
      """
      name: %s
      nodes:
        client:
        front: { forward: true }
        a: { services: [apache], env: { WHERE: "there" } }
        b: { forward: true, memory: 64 MiB, services: [apache] }
        d:
      links:
        - { endpoints: ["client:eth0", "front:eth0"], rate: 100 Mbit, subnet: 10.1.0.0/24 }
        - { endpoints: ["b:eth2", "d:eth0"], subnet: 10.4.0.0/24 }
      networks:
        lan:
          profile: ethernet-100
          members: ["front:eth1", "a:eth0", "b:eth0"]
          mtu: 1400
          subnet: 10.2.0.0/24
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();
  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);
  private final String name = scratch.name();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private Path file(String topology) throws IOException {
    Path file = Files.createTempFile(folder, "x", ".mignet.yaml");
    return Files.writeString(file, topology.formatted(name));
  }

  private RunningLab up(String topology, String lab) throws IOException {
    Path file = file(topology);
    return labs.up(labs.read(file).named(lab), file, Progress.SILENT);
  }

  private int change(String topology) throws IOException {
    Path file = file(topology);
    return labs.change(labs.read(file), file, Progress.SILENT);
  }

  private static String output(RunningLab lab, String node, String... command) throws IOException {
    Process process = lab.start(node, NodeCommand.piped(List.of(command)));
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** All of a lab that its topology decides, as the kernel has it. */
  private static Set<String> seen(RunningLab lab) throws IOException {
    Set<String> seen = new TreeSet<>();
    for (Node node : lab.lab().nodes()) {
      String settings =
          output(lab, node.name(), "ip", "-o", "addr")
              + output(lab, node.name(), "ip", "-o", "link")
              + output(lab, node.name(), "ip", "route")
              + output(lab, node.name(), "tc", "qdisc")
              + output(lab, node.name(), "sysctl", "-a", "-r", "^net.ipv4");
      settings
          .replaceAll("(?m)^\\d+: |@if\\d+|link-netns(id)? \\S+", "") // numbers of interfaces
          .replaceAll("<\\S+>|state [A-Z]+|qdisc tbf \\w+:", "") // the carrier comes a bit later
          .lines()
          .filter(line -> !line.contains("tcp_fastopen_key")) // drawn by lot
          .forEach(line -> seen.add(node.name() + ": " + line));
    }
    LabState state = Labs.state(lab.lab().name()).orElseThrow();
    state.nodes().forEach(node -> seen.add(node.toString().replace(state.lab(), "LAB")));
    state.done().forEach(step -> seen.add("done: " + step));
    return seen;
  }

  /** Only what differs, out of thousands of lines. */
  private static void assertSame(Set<String> seen, Set<String> wanted) {
    Set<String> tooMuch = new TreeSet<>(seen);
    tooMuch.removeAll(wanted);
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(seen);
    assertThat(tooMuch).as("too much, where this is missing: " + missing).isEmpty();
    assertThat(missing).as("missing").isEmpty();
  }

  private long pid(String node) {
    return Labs.state(name).orElseThrow().processes().stream()
        .filter(process -> process.node().equals(node))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  @Test
  void a_changed_file_changes_what_it_concerns_and_back_again_as_if_nothing_had_been()
      throws Exception {
    try (RunningLab lab = up(BEFORE, name);
        RunningLab fresh = up(BEFORE, scratch.name())) {
      long before = pid("a");
      assertThat(change(AFTER)).isPositive();
      RunningLab changed = labs.running(name);
      assertThat(changed.lab().nodes()).extracting(Node::name).contains("d").doesNotContain("c");
      try (RunningLab freshChanged = up(AFTER, scratch.name())) {
        assertSame(seen(changed), seen(freshChanged));
      }
      assertThat(pid("a")).as("another environment").isNotEqualTo(before);
      await().until(() -> ProcessHandle.of(before).isEmpty()); // reaped by this JVM
      assertThat(Labs.processes(name, "b")).containsExactly(pid("b"));
      assertThat(change(AFTER)).as("steps when nothing is left to change").isZero();
      assertThat(change(BEFORE)).isPositive();
      assertSame(seen(lab), seen(fresh));
      assertThat(Labs.processes(name, "b")).isEmpty();
      assertThat(Files.exists(lab.folder("b").resolve("apache"))).isFalse();
    }
    ScratchLabs.assertNothingLeft(name);
  }

  @Test
  void a_download_over_a_link_that_the_change_does_not_concern_is_unharmed() throws Exception {
    String other = BEFORE.replace("pids: 99", "pids: 50").replaceFirst("  - .*b:eth1.*\n", "");
    try (RunningLab lab = up(BEFORE, name);
        ServerSocket server = lab.inside("front", () -> new ServerSocket(0))) {
      long service = pid("a");
      AtomicBoolean changed = new AtomicBoolean();
      CompletableFuture<byte[]> sent = CompletableFuture.supplyAsync(() -> send(server, changed));
      try (Socket socket =
          lab.inside("client", () -> new Socket("10.1.0.2", server.getLocalPort()))) {
        CompletableFuture<byte[]> digest = CompletableFuture.supplyAsync(() -> receive(socket));
        try {
          assertThat(change(other)).isPositive();
          assertThat(change(BEFORE)).isPositive();
        } finally {
          changed.set(true);
        }
        assertThat(digest.get()).isEqualTo(sent.get());
      }
      assertThat(pid("a")).isEqualTo(service);
    }
  }

  /** Until the lab has been changed, and a while longer. */
  private static byte[] send(ServerSocket server, AtomicBoolean changed) {
    byte[] block = new byte[10_000];
    Random random = new Random(3);
    try (Socket socket = server.accept();
        DigestOutputStream out = new DigestOutputStream(socket.getOutputStream(), sha256())) {
      for (int after = 0; after < 100; after += changed.get() ? 1 : 0) {
        random.nextBytes(block);
        out.write(block);
      }
      return out.getMessageDigest().digest();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] receive(Socket socket) {
    try (DigestInputStream in = new DigestInputStream(socket.getInputStream(), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getMessageDigest().digest();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_change_that_fails_in_the_middle_is_taken_back() throws Exception {
    try (RunningLab lab = up(BEFORE, name)) {
      Set<String> before = seen(lab);
      String failing =
          AFTER.replace("services: [apache] }", "services: [{apache: {behaviour: die}}] }");
      assertThatThrownBy(() -> change(failing))
          .isInstanceOf(LabException.class)
          .hasMessageStartingWith("cannot start apache at b: apache ended with exit code 3")
          .hasMessageEndingWith("; lab " + name + " is as it was before");
      assertSame(seen(lab), before);
      assertThat(Labs.state(name).orElseThrow().phase()).isEqualTo(LabState.Phase.UP);
      assertThat(Labs.processes(name, "a")).containsExactly(pid("a"));
      assertThat(change(AFTER)).isPositive();
    }
    ScratchLabs.assertNothingLeft(name);
  }

  @Test
  void nothing_is_touched_where_the_machine_lacks_what_the_change_needs() throws Exception {
    try (RunningLab lab = up(BEFORE, name)) {
      Set<String> before = seen(lab);
      assertThatThrownBy(() -> change(BEFORE.replace("pids: 99", "cpu: 99999 %%")))
          .isInstanceOf(LabException.class)
          .hasMessageContaining("lacks what lab " + name + " needs");
      assertSame(seen(lab), before);
    }
  }

  @Test
  void after_a_change_that_was_killed_the_next_one_begins_with_the_way_back() throws Exception {
    Path after = file(AFTER);
    try (RunningLab lab = up(BEFORE, name);
        RunningLab fresh = up(BEFORE, scratch.name())) {
      int steps = labs.plan(labs.read(after)).size();
      for (int step : new int[] {1, steps / 3, 2 * steps / 3, steps}) {
        Process killed =
            MignetProcess.start(
                Map.of("MIGNET_TEST_STOP_AFTER_STEP", Integer.toString(step)),
                "up",
                "-t",
                after.toString());
        assertThat(MignetProcess.output(killed)).isEmpty();
        assertThat(killed.waitFor()).isEqualTo(137);
        assertThat(Labs.state(name).orElseThrow().phase()).isEqualTo(LabState.Phase.CHANGING);
        Path before = file(BEFORE);
        Lab wanted = labs.read(before);
        assertThat(labs.plan(wanted)).as("the way back").isNotEmpty();
        labs.change(wanted, before, Progress.SILENT);
        assertSame(seen(lab), seen(fresh));
        assertThat(Labs.processes(name, "a")).containsExactly(pid("a"));
        assertThat(Labs.processes(name, "b")).isEmpty();
      }
    }
    ScratchLabs.assertNothingLeft(name);
  }
}
