package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.RequiresUsualSpeed;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 *
 *
 * <pre>
 *   [ a ] e0 ---- 20 Mbit, 5 ms, 10 % ----&gt; e0 [ b ]       back: 20 Mbit
 *     e2  ------- 1 Mbit, store and forward ------ e2
 *     e1                                       e1
 *     |  10 Mbit                               |  no rate
 *     +-------------- [ lan ] -----------------+
 * </pre>
 */
@RequiresRoot
@SuppressWarnings("NullAway.Init") // JUnit sets and calls
class CalibrateIT {

  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: , b: }
      links:
        - { endpoints: ["a:e0", "b:e0"], rate: 20 Mbit, forward: { delay: 5 ms, loss: 10 %% } }
        - { endpoints: ["a:e2", "b:e2"], profile: ethernet-100, rate: 1 Mbit, store-and-forward: true }
      networks:
        lan: { members: [{ port: "a:e1", rate: 10 Mbit }, "b:e1"] }
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final String name = scratch.name();

  @TempDir private Path folder;

  @BeforeEach
  void up() throws IOException {
    LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);
    Path file = Files.writeString(folder.resolve("lab.yaml"), TOPOLOGY.formatted(name));
    labs.up(labs.read(file), file, Progress.SILENT);
  }

  private Mignet.Result calibrate(String... links) {
    return Mignet.run(
        Stream.concat(
                Stream.of("calibrate", "--lab", name, "--json", "--seconds", "1.2"),
                Stream.of(links))
            .toArray(String[]::new));
  }

  private static JsonObject json(Mignet.Result result) {
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  /** Of the direction that leaves at that end. */
  private static JsonObject figure(JsonObject report, String from, String quantity) {
    return objects(report.get("directions"))
        .filter(direction -> direction.get("from").getAsString().equals(from))
        .flatMap(direction -> objects(direction.get("figures")))
        .filter(figure -> figure.get("quantity").getAsString().equals(quantity))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<JsonObject> objects(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonObject);
  }

  /** The machine may be busy with something else for a while. */
  private static void again(Runnable assertions) {
    await().pollInSameThread().atMost(Duration.ofSeconds(90)).untilAsserted(assertions::run);
  }

  @Test
  @RequiresUsualSpeed
  void each_direction_of_each_wire_is_found_as_the_file_has_it() {
    again(
        () -> {
          Mignet.Result result = calibrate();
          JsonObject report = json(result);
          assertThat(result.exitCode()).as(result.out()).isZero();
          assertThat(objects(report.get("directions")).map(d -> d.get("from").getAsString()))
              .containsExactly(
                  "a:e0", "b:e0", "a:e2", "b:e2", "a:e1", "lan:port1", "b:e1", "lan:port2");
          assertThat(figure(report, "a:e0", "rate").get("measured").getAsDouble())
              .isBetween(19.8e6, 20.2e6);
          assertThat(figure(report, "a:e0", "delay").get("target").getAsDouble())
              .isBetween(5_000.0, 5_030.0);
          assertThat(figure(report, "a:e0", "loss").get("target").getAsDouble()).isEqualTo(0.1);
          assertThat(figure(report, "b:e0", "loss").get("measured").getAsDouble()).isZero();
          // 84 bytes
          assertThat(figure(report, "b:e2", "delay").get("target").getAsDouble()).isEqualTo(672);
          assertThat(figure(report, "b:e2", "delay").get("measured").getAsDouble())
              .isBetween(670.0, 800.0);
          assertThat(figure(report, "a:e1", "rate").get("measured").getAsDouble())
              .isBetween(9.9e6, 10.1e6);
          assertThat(figure(report, "lan:port1", "rate").get("measured").getAsDouble())
              .isBetween(9.9e6, 10.1e6);
          assertThat(figure(report, "b:e1", "rate").has("target")).isFalse();
          JsonObject floor = objects(report.get("floors")).findFirst().orElseThrow();
          assertThat(floor.get("delayNanos").getAsDouble()).isPositive();
          assertThat(figure(report, "b:e0", "delay").get("judgement").getAsString())
              .isEqualTo("floor");
        });
    assertThat(NamespaceFiles.list("mignet.doctor-"))
        .noneMatch(left -> left.endsWith(Long.toString(ProcessHandle.current().pid())));
  }

  @Test
  @RequiresUsualSpeed
  void a_wire_that_was_changed_behind_the_files_back_is_off() {
    assertThat(Mignet.run("link", "set", "--lab", name, "a:e1", "rate=9Mbit", "--only", "out"))
        .extracting(Mignet.Result::exitCode)
        .isEqualTo(0);
    again(
        () -> {
          Mignet.Result result = calibrate("a:e1");
          JsonObject report = json(result);
          assertThat(result.exitCode()).as(result.out()).isEqualTo(4);
          JsonObject changed = figure(report, "a:e1", "rate");
          assertThat(changed.get("judgement").getAsString()).isEqualTo("off");
          assertThat(changed.get("target").getAsDouble()).isEqualTo(10e6);
          assertThat(changed.get("measured").getAsDouble()).isBetween(8.9e6, 9.1e6);
          assertThat(figure(report, "lan:port1", "rate").get("judgement").getAsString())
              .isEqualTo("within");
        });
  }

  @Test
  void what_cannot_be_measured_says_why() {
    Mignet.run("link", "down", "--lab", name, "a:e0");
    Mignet.run("exec", "--lab", name, "b", "ip", "address", "flush", "dev", "e1");

    Mignet.Result cut = Mignet.run("calibrate", "--lab", name, "--seconds", "0.3", "b:e0");
    assertThat(cut.exitCode()).as(cut.err()).isZero();
    assertThat(cut.out()).contains("not measured  the wire is down (mignet link up a:e0)");

    Mignet.Result without = Mignet.run("calibrate", "--lab", name, "--seconds", "0.3", "b:e1");
    assertThat(without.out()).contains("b has no 10.9.3.2 any more");

    Mignet.Result unknown = Mignet.run("calibrate", "--lab", name, "b:e7");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err())
        .contains(
            "no wire or network \"b:e7\"; known are a:e0, b:e0, a:e2, b:e2, a:e1, lan:port1, b:e1");
    assertThat(Mignet.run("calibrate", "--lab", name, "--seconds", "0").exitCode()).isEqualTo(2);
  }
}
