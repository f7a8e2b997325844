package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.fidelity.Level;
import dev.mignet.topology.fidelity.Measure;
import dev.mignet.topology.fidelity.Verdict;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import dev.mignet.topology.yaml.WireKey;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Labs that the machine does not keep up with, made so on purpose. */
@RequiresRoot
@SuppressWarnings("NullAway.Init") // JUnit calls up() first
class FidelityIT {

  //  a (a quarter of a core) --- b
  //                     eth0   eth0, 100 kbit/s
  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: { cpu: 25 %% }, b: { memory: 16 MiB } }
      links: [{ endpoints: ["a:eth0", "b:eth0"], profile: ethernet-100, rate: 100 kbit }]
      """;

  private static final String LOOP = "while :; do :; done";

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);
  private final String name = scratch.name();

  @TempDir private Path folder;

  private RunningLab lab;

  @BeforeEach
  void up() throws IOException {
    Path file = Files.writeString(folder.resolve("lab.yaml"), TOPOLOGY.formatted(name));
    Lab description = labs.read(file);
    lab = labs.up(description, file, Progress.SILENT);
  }

  private static Optional<Verdict.Reason> reason(Verdict verdict, Measure measure) {
    return verdict.reasons().stream().filter(r -> r.measure() == measure).findFirst();
  }

  private Process shell(String node, String script) throws IOException {
    return lab.start(node, NodeCommand.piped(List.of("sh", "-c", script)));
  }

  @Test
  void packets_that_find_no_room_make_a_lab_invalid_and_status_end_with_4() throws Exception {
    send(800); // the queue holds a hundred
    Mignet.Result status = Mignet.run("status", "--lab", name);
    assertThat(status.exitCode()).as(status.out()).isEqualTo(4);
    assertThat(status.out())
        .containsPattern("fidelity of lab " + name + " over [0-9.]+ s: invalid\n")
        .containsPattern(
            "  \\d+ packets, [89][0-9.]* %, found no room in the queue of a:eth0 \\(in")
        .containsPattern("  the queue of a:eth0 holds what takes [0-9.]+ s to leave \\(degraded");

    JsonObject json =
        JsonParser.parseString(Mignet.run("status", "--lab", name, "--json").out())
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("fidelity");
    assertThat(json.get("level").getAsString()).isEqualTo("invalid");
    JsonObject first = json.getAsJsonArray("reasons").get(0).getAsJsonObject();
    assertThat(first.get("measure").getAsString()).isEqualTo("queue-drops");
    assertThat(first.get("of").getAsString()).isEqualTo("a:eth0");
    assertThat(first.get("value").getAsDouble()).isBetween(0.5, 1.0);
    assertThat(first.get("threshold").getAsDouble()).isEqualTo(0.1);
  }

  @Test
  void a_node_that_uses_its_share_up_is_told_and_its_waiting_is_not_held_against_the_machine()
      throws Exception {
    Fidelity before = Fidelity.now(lab.lab());
    shell("a", LOOP);
    await()
        .atMost(Patience.of(Duration.ofSeconds(30)))
        .untilAsserted(
            () -> {
              Verdict verdict = before.until(Fidelity.now(lab.lab()));
              assertThat(verdict.seconds()).isGreaterThan(1.5);
              assertThat(reason(verdict, Measure.THROTTLED))
                  .hasValueSatisfying(
                      reason -> {
                        assertThat(reason.of()).isEqualTo("a");
                        assertThat(reason.level()).isEqualTo(Level.DEGRADED);
                        assertThat(reason.value()).isBetween(0.4, 1.0);
                      });
            });
  }

  @Test
  void more_busy_processes_than_cores_make_a_lab_invalid() throws Exception {
    Fidelity before = Fidelity.now(lab.lab());
    for (int i = 0; i <= 2 * Runtime.getRuntime().availableProcessors(); i++) {
      shell("b", LOOP);
    }
    await()
        .atMost(Patience.of(Duration.ofSeconds(30)))
        .untilAsserted(
            () -> {
              Verdict verdict = before.until(Fidelity.now(lab.lab()));
              assertThat(verdict.level()).isEqualTo(Level.INVALID);
              assertThat(reason(verdict, Measure.CPU_PRESSURE))
                  .hasValueSatisfying(
                      reason -> assertThat(reason.level()).isEqualTo(Level.INVALID));
            });
  }

  @Test
  void a_process_that_had_to_go_for_want_of_memory_makes_a_lab_invalid() throws Exception {
    Process greedy = lab.start("b", NodeCommand.piped(List.of("tail", "/dev/zero")));
    assertThat(greedy.waitFor()).isEqualTo(137);

    Verdict verdict = Fidelity.sinceUp(lab.lab()).orElseThrow();
    assertThat(verdict.level()).isEqualTo(Level.INVALID);
    assertThat(reason(verdict, Measure.KILLED))
        .hasValueSatisfying(reason -> assertThat(reason.value()).isEqualTo(1));
  }

  @Test
  void packets_that_were_to_be_lost_are_not_held_against_the_lab_and_a_changed_one_begins_anew()
      throws Exception {
    LinkControl links = new LinkControl(labs, name);
    links.set("a:eth0", LinkControl.Which.BOTH, Map.of(WireKey.LOSS, "50 %"));
    send(60);
    assertThat(Fidelity.sinceUp(lab.lab()).flatMap(v -> reason(v, Measure.QUEUE_DROPS))).isEmpty();
    links.down("a:eth0");
    send(60);
    assertThat(Fidelity.sinceUp(lab.lab()).flatMap(v -> reason(v, Measure.QUEUE_DROPS))).isEmpty();

    links.reset("a:eth0");
    send(800);
    assertThat(Fidelity.sinceUp(lab.lab()).orElseThrow().level()).isEqualTo(Level.INVALID);
    Path changed = folder.resolve("changed.yaml");
    Files.writeString(changed, TOPOLOGY.formatted(name).replace("25 %", "26 %"));
    labs.change(labs.read(changed), changed, Progress.SILENT);
    assertThat(
            Fidelity.sinceUp(labs.running(name).lab()).flatMap(v -> reason(v, Measure.QUEUE_DROPS)))
        .isEmpty();
  }

  @Test
  void what_a_wire_sent_before_it_was_made_slower_is_not_held_against_it() throws Exception {
    assertThat(Mignet.run("link", "set", "--lab", name, "a:eth0", "rate=100Mbit").exitCode())
        .isZero();
    Fidelity fast = Fidelity.now(lab.lab());
    await() // more than a burst
        .atMost(Patience.of(Duration.ofSeconds(30)))
        .untilAsserted(
            () -> {
              send(400);
              assertThat(reason(fast.until(Fidelity.now(lab.lab())), Measure.OVER_RATE)).isEmpty();
              assertThat(sentBytes()).isGreaterThan(4_000_000);
            });

    assertThat(Mignet.run("link", "reset", "--lab", name, "a:eth0").exitCode()).isZero();

    Verdict verdict = Fidelity.sinceUp(lab.lab()).orElseThrow();
    assertThat(reason(verdict, Measure.OVER_RATE)).isEmpty();
  }

  private long sentBytes() throws Exception {
    String text = lab.inside("a", () -> Files.readString(Path.of("/proc/thread-self/net/dev")));
    String[] fields = text.substring(text.indexOf("eth0:")).split("\\s+", -1);
    return Long.parseLong(fields[9]);
  }

  private void send(int packets) throws Exception {
    InetAddress b = InetAddress.getByName("10.9.1.2");
    for (int i = 0; i < packets; i += 20) { // a socket of its own each: none waits
      try (DatagramSocket socket = lab.inside("a", DatagramSocket::new)) {
        for (int j = 0; j < 20; j++) {
          socket.send(new DatagramPacket(new byte[1400], 1400, b, 9));
        }
      }
    }
  }
}
