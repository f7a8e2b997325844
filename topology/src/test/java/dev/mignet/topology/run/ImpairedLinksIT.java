package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.look.LinkEnds;
import dev.mignet.topology.look.LinkEnds.LinkEnd;
import dev.mignet.topology.look.LinkEnds.State;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import dev.mignet.topology.yaml.WireKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 *
 *
 * <pre>
 *   [ a ] e0 10.9.1.1 ---- 20 ms ---- 10.9.1.2 e0 [ r ] e1 10.9.2.1 ---+
 *                                                                    [ lan ]
 *                              [ b ] e0 10.9.2.2 ---- 10 ms, 5 ms ----+
 * </pre>
 */
@RequiresRoot
class ImpairedLinksIT {

  private static final String TOPOLOGY =
      """
      nodes: { a: , b: , r: { forward: true } }
      links: [{ endpoints: ["a:e0", "r:e0"], delay: 20 ms }]
      networks:
        lan:
          members: ["r:e1", { port: "b:e0", forward: { delay: 10 ms }, back: { delay: 5 ms } }]
      """;

  private static final String PLAIN =
      """
      nodes: { a: , b: }
      links: [{ endpoints: ["a:e0", "b:e0"] }]
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @Test
  void links_are_as_the_file_says_and_change_by_command_and_back() throws Exception {
    try (RunningLab lab = up(TOPOLOGY)) {
      String engine = LinkControl.engine(lab.lab().name()).orElseThrow();
      assertThat(engine).isIn("netem", "nfqueue");
      awaitRoundTrip(lab, "10.9.2.2", 55);
      assertThat(end(lab, "b:e0").impairments()).containsExactly("delay 10 ms");
      assertThat(end(lab, "lan:port2").impairments()).containsExactly("delay 5 ms");

      LinkControl control = new LinkControl(labs, lab.lab().name());
      control.set("a:e0", LinkControl.Which.OUT, Map.of(WireKey.DELAY, "0 ms"));
      awaitRoundTrip(lab, "10.9.2.2", 35);
      assertThat(end(lab, "a:e0").impairments()).isEmpty();
      assertThat(end(lab, "a:e0").plannedImpairments()).containsExactly("delay 20 ms");
      assertThat(end(lab, "r:e0").impairments()).containsExactly("delay 20 ms");

      control.reset("a:e0");
      awaitRoundTrip(lab, "10.9.2.2", 55);

      control.down("b:e0");
      assertThat(end(lab, "b:e0").state()).isEqualTo(State.DOWN);
      assertThat(end(lab, "lan:port2").state()).isEqualTo(State.DOWN);
      assertThat(end(lab, "r:e1").state()).isEqualTo(State.UP);
      assertThat(reaches(lab, "10.9.2.2")).isFalse();
      control.up("b:e0");
      awaitRoundTrip(lab, "10.9.2.2", 55);
    }
  }

  @Test
  void a_lab_without_impairments_gets_them_by_command_and_is_rid_of_them_again() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      assertThat(LinkControl.engine(lab.lab().name())).isEmpty();
      List<String> before = files(lab);
      LinkControl control = new LinkControl(labs, lab.lab().name());
      control.set(
          "b:e0",
          LinkControl.Which.BOTH,
          new EnumMap<>(Map.of(WireKey.DELAY, "15 ms", WireKey.RATE, "10 Mbit")));
      awaitRoundTrip(lab, "10.9.1.2", 30);
      assertThat(end(lab, "a:e0").bitsPerSecond()).isEqualTo(10_000_000);
      assertThat(LinkControl.engine(lab.lab().name())).isPresent();

      control.set("b:e0", LinkControl.Which.BOTH, Map.of(WireKey.LOSS, "100 %"));
      assertThat(reaches(lab, "10.9.1.2")).isFalse();

      control.reset("a:e0");
      assertThat(LinkControl.engine(lab.lab().name())).isEmpty();
      assertThat(end(lab, "a:e0").bitsPerSecond()).isZero();
      assertThat(files(lab)).containsExactlyElementsOf(before);
      assertThat(roundTrip(lab, "10.9.1.2")).isLessThan(15);
    }
  }

  @Test
  void what_cannot_be_is_refused_and_changes_nothing() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      LinkControl control = new LinkControl(labs, lab.lab().name());
      assertThatThrownBy(() -> control.down("a:e7"))
          .isInstanceOf(LabException.class)
          .hasMessage("no wire at \"a:e7\"; known are a:e0, b:e0");
      assertThatThrownBy(
              () -> control.set("a:e0", LinkControl.Which.BOTH, Map.of(WireKey.REORDER, "5 %")))
          .hasMessageStartingWith("reorder needs a delay");
      assertThat(end(lab, "a:e0").impairments()).isEmpty();
    }
  }

  @Test
  void a_changed_file_changes_what_is_imposed() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      change(lab, "delay: 15 ms");
      awaitRoundTrip(lab, "10.9.1.2", 30);
      change(lab, "delay: 5 ms, rate: 10 Mbit");
      awaitRoundTrip(lab, "10.9.1.2", 10);
      change(lab, "rate: 10 Mbit");
      assertThat(LinkControl.engine(lab.lab().name())).isEmpty();
      assertThat(roundTrip(lab, "10.9.1.2")).isLessThan(8);
    }
  }

  @Test
  void what_commands_have_changed_outlives_a_changed_file() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      LinkControl control = new LinkControl(labs, lab.lab().name());
      control.set("b:e0", LinkControl.Which.BOTH, Map.of(WireKey.DELAY, "15 ms"));
      awaitRoundTrip(lab, "10.9.1.2", 30);
      change(lab, "rate: 10 Mbit");
      awaitRoundTrip(lab, "10.9.1.2", 30);
      change(lab, "rate: 10 Mbit, delay: 5 ms");
      awaitRoundTrip(lab, "10.9.1.2", 30);
      control.reset("b:e0");
      awaitRoundTrip(lab, "10.9.1.2", 10);
    }
  }

  @Test
  void a_changed_file_that_commands_are_against_is_refused_and_changes_nothing() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      LinkControl control = new LinkControl(labs, lab.lab().name());
      change(lab, "delay: 15 ms");
      control.set("b:e0", LinkControl.Which.OUT, Map.of(WireKey.REORDER, "5 %"));
      assertThatThrownBy(() -> change(lab, "rate: 10 Mbit"))
          .isInstanceOf(LabException.class)
          .hasMessage(
              "what \"mignet link set\" or a fault has changed of b:e0 does not go together with this"
                  + " topology: reorder needs a delay: a share of the packets is sent without it;"
                  + " make it what the topology says: mignet link reset b:e0");
      assertThat(end(lab, "a:e0").bitsPerSecond()).isZero();
      awaitRoundTrip(lab, "10.9.1.2", 30);
      control.reset("b:e0");
      change(lab, "rate: 10 Mbit");
    }
  }

  @Test
  void what_commands_have_changed_goes_with_the_wire_that_it_was_of() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      LinkControl control = new LinkControl(labs, lab.lab().name());
      control.set("b:e0", LinkControl.Which.BOTH, Map.of(WireKey.LOSS, "100 %"));
      control.down("b:e0");
      changeTo(lab, "links: [{ endpoints: [\"a:e0\", \"b:e9\"] }]");
      assertThat(LinkControl.changes(lab.lab().name()))
          .containsExactly("a:e0 down", "a:e0 loss 100 %");
      changeTo(lab, "links: [{ endpoints: [\"a:e8\", \"b:e9\"] }]");
      assertThat(LinkControl.changes(lab.lab().name())).isEmpty();
      changeTo(lab, "links: [{ endpoints: [\"a:e0\", \"b:e0\"] }]");
      await().pollInSameThread().until(() -> reaches(lab, "10.9.1.2"));
    }
  }

  @Test
  void links_are_not_changed_while_the_lab_is_and_nothing_of_either_is_lost() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      LinkControl control = new LinkControl(labs, lab.lab().name());
      LabFolder locked = new LabFolder(lab.lab().name());
      CompletableFuture<Void> set;
      try (LinksLock change = LinksLock.take(locked, Duration.ZERO)) { // as an "up" holds it
        assertThat(change).isNotNull();
        assertThatThrownBy(() -> LinksLock.take(locked, Duration.ofMillis(10)))
            .hasMessage(
                "another mignet has been changing lab %s for more than 0 s; try again when it is done"
                    .formatted(lab.lab().name()));
        set =
            CompletableFuture.runAsync(
                () -> control.set("a:e0", LinkControl.Which.BOTH, Map.of(WireKey.DELAY, "15 ms")));
        assertThat(roundTrip(lab, "10.9.1.2")).isLessThan(15);
        assertThat(set).isNotDone();
      }
      set.get();
      awaitRoundTrip(lab, "10.9.1.2", 30);

      // and in earnest: both at once, again and again
      for (int i = 1; i <= 3; i++) {
        String delay = i + " ms";
        set =
            CompletableFuture.runAsync(
                () -> control.set("b:e0", LinkControl.Which.BOTH, Map.of(WireKey.DELAY, delay)));
        change(lab, "rate: %d Mbit, loss: 0.001 %%".formatted(10 * i));
        set.get();
        assertThat(end(lab, "a:e0").bitsPerSecond()).isEqualTo(10_000_000L * i);
        assertThat(end(lab, "a:e0").impairments())
            .containsExactly("delay " + delay, "loss 0.001 %");
        awaitRoundTrip(lab, "10.9.1.2", 2 * i);
      }
    }
  }

  @Test
  void wires_whose_engine_was_killed_carry_packets_again_when_they_are_reset() throws Exception {
    try (RunningLab lab = up(PLAIN)) {
      List<String> before = files(lab);
      LinkControl control = new LinkControl(labs, lab.lab().name());
      control.set("b:e0", LinkControl.Which.BOTH, Map.of(WireKey.DELAY, "15 ms"));
      assumeThat(LinkControl.engine(lab.lab().name())).contains("nfqueue");
      LabNames.linksCgroup(lab.lab().name()).kill();
      assertThat(LinkControl.engine(lab.lab().name())).contains("nfqueue (ended)");
      assertThat(reaches(lab, "10.9.1.2")).isFalse();
      control.reset("b:e0");
      assertThat(roundTrip(lab, "10.9.1.2")).isLessThan(15);
      assertThat(files(lab)).containsExactlyElementsOf(before);
    }
  }

  @Test
  void the_wire_of_a_node_that_is_made_anew_is_impaired_again() throws Exception {
    try (RunningLab lab =
        up(
            """
            nodes: { a: , b: { files: { x: one } } }
            links: [{ endpoints: ["a:e0", "b:e0"], delay: 15 ms }]
            """)) {
      awaitRoundTrip(lab, "10.9.1.2", 30);
      change(lab, "{ files: { x: two } }", "delay: 15 ms");
      awaitRoundTrip(lab, "10.9.1.2", 30);
    }
  }

  private void change(RunningLab lab, String link) throws IOException {
    change(lab, "", link);
  }

  private void change(RunningLab lab, String b, String link) throws IOException {
    String text = "{ a: , b: %s }%nlinks: [{ endpoints: [\"a:e0\", \"b:e0\"], %s }]";
    change(lab.lab().name(), text.formatted(b, link));
  }

  private void changeTo(RunningLab lab, String links) throws IOException {
    change(lab.lab().name(), "{ a: , b: }\n" + links);
  }

  private void change(String name, String nodes) throws IOException {
    Path file = folder.resolve("changed.yaml");
    Files.writeString(file, "name: %s%nnodes: %s%n".formatted(name, nodes));
    assertThat(labs.change(labs.read(file), file, Progress.SILENT)).isPositive();
  }

  private static List<String> files(RunningLab lab) throws IOException {
    try (var all = Files.walk(lab.folder())) {
      return all.map(Path::toString).filter(f -> !f.endsWith("/links.lock")).sorted().toList();
    }
  }

  private LinkEnd end(RunningLab lab, String end) {
    return LinkEnds.of(labs.running(lab.lab().name()).lab()).stream()
        .filter(e -> e.end().equals(end))
        .findFirst()
        .orElseThrow();
  }

  /** At least the delays, and little more. */
  private static void awaitRoundTrip(RunningLab lab, String address, double millis) {
    await()
        .pollInSameThread()
        .untilAsserted(
            () -> assertThat(roundTrip(lab, address)).isBetween(millis - 0.1, millis + 5));
  }

  private static boolean reaches(RunningLab lab, String address) throws Exception {
    return lab.inside("a", () -> InetAddress.getByName(address).isReachable(500));
  }

  /** Ms from node a: the fastest of several, which a busy machine makes no slower. */
  private static double roundTrip(RunningLab lab, String address) throws Exception {
    return lab.inside(
        "a",
        () -> {
          InetAddress target = InetAddress.getByName(address);
          double fastest = Double.MAX_VALUE;
          for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertThat(target.isReachable(2000)).isTrue();
            fastest = Math.min(fastest, (System.nanoTime() - start) / 1e6);
          }
          return fastest;
        });
  }

  private RunningLab up(String topology) throws IOException {
    String name = scratch.name();
    Path file = folder.resolve(name + ".mignet.yaml");
    Files.writeString(file, "name: " + name + "\n" + topology);
    return labs.up(labs.read(file), file, Progress.SILENT);
  }
}
