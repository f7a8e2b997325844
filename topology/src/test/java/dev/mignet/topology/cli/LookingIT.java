package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.testing.MignetProcess;
import dev.mignet.topology.testing.ScratchLabs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at a lab which is up. */
@RequiresRoot
class LookingIT {

  //  a (service) --- b ---+           c (on a switch of its own)
  //   eth0        eth0   eth1          eth0
  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: { services: [apache] }, b: , c: }
      links: [{ endpoints: ["a:eth0", "b:eth0"], rate: 50 Mbit, mtu: 1400 }]
      networks: { n: { members: ["b:eth1"] }, alone: { members: ["c:eth0"] } }
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private String lab = "";

  @BeforeEach
  void bring_the_lab_up() throws IOException {
    lab = scratch.name();
    Path file = folder.resolve("x.mignet.yaml");
    Files.writeString(file, TOPOLOGY.formatted(lab));
    Mignet.Result up = Mignet.run("up", "-t", file.toString());
    assertThat(up.exitCode()).as(up.err()).isZero();
  }

  private Mignet.Result run(String command, String... more) {
    return Mignet.run(
        Stream.concat(Stream.of(command, "--lab", lab), Stream.of(more)).toArray(String[]::new));
  }

  private Mignet.Result link(String command, String... more) {
    return Mignet.run(
        Stream.concat(Stream.of("link", command, "--lab", lab), Stream.of(more))
            .toArray(String[]::new));
  }

  private Stream<String> rows(String command) {
    return run(command).out().lines().map(line -> line.replaceAll(" {2,}", " | "));
  }

  @Test
  void ping_tries_every_address_that_has_a_route_and_fails_when_one_does_not_answer() {
    assertThat(rows("ping").map(row -> row.replaceAll("\\d+\\.\\d{3}$", "T")))
        .containsExactly(
            "FROM | TO | ADDRESS | RESULT | MS | WHY",
            "a | b | 10.9.1.2 | ok | T",
            "a | b | 10.9.2.1 | no route",
            "a | c | 10.9.3.1 | no route",
            "b | a | 10.9.1.1 | ok | T",
            "b | c | 10.9.3.1 | no route",
            "c | a | 10.9.1.1 | no route",
            "c | b | 10.9.1.2 | no route",
            "c | b | 10.9.2.1 | no route");
    assertThat(run("ping").exitCode()).isZero();

    assertThat(run("exec", "b", "ip", "link", "set", "eth0", "down").exitCode()).isZero();

    Mignet.Result broken = run("ping", "--json");
    assertThat(broken.exitCode()).isEqualTo(1);
    JsonObject first =
        JsonParser.parseString(broken.out()).getAsJsonArray().get(0).getAsJsonObject();
    assertThat(first.get("outcome").getAsString()).isEqualTo("failed");
    assertThat(first.get("to").getAsString()).isEqualTo("b");
    assertThat(first.get("why").getAsString()).isNotEmpty();
  }

  @Test
  void link_changes_a_wire_and_links_and_status_show_it() {
    assertThat(link("set", "a:eth0", "delay=5ms", "loss=0.1 %", "--only", "out").err()).isEmpty();
    assertThat(rows("links"))
        .anyMatch(
            row ->
                row.startsWith(
                    "a:eth0 | b:eth0 | unshaped | 50 Mbit | delay 5 ms, loss 0.1 % (file: none) | 1400 | up"))
        .anyMatch(row -> row.startsWith("b:eth0 | a:eth0 | unshaped | 50 Mbit | 1400 | up"));
    assertThat(run("status").out()).containsPattern("(?m)^links of .*: (netem|nfqueue)$");
    assertThat(link("down", "a:eth0").exitCode()).isZero();
    assertThat(rows("links"))
        .filteredOn(row -> row.startsWith("a:eth0") || row.startsWith("b:eth0"))
        .allMatch(row -> row.contains(" | down | "));
    assertThat(link("reset", "b:eth0").exitCode()).isZero();
    assertThat(rows("links"))
        .anyMatch(row -> row.startsWith("a:eth0 | b:eth0 | unshaped | 50 Mbit | 1400 | up"));
    assertThat(run("status").out()).doesNotContain("links of");
  }

  @Test
  void link_names_what_is_wrong_and_changes_nothing() {
    assertThat(link("set", "a:eth0", "delay=5").err())
        .contains("delay: a time needs a unit: \"5 ms\"?");
    assertThat(link("set", "a:eth0", "delay=5").exitCode()).isEqualTo(2);
    assertThat(link("set", "a:eth0", "speed=1 Mbit").err())
        .contains("no setting \"speed\"; known are rate, delay");
    assertThat(link("down", "a:eth9").err()).contains("no wire at \"a:eth9\"; known are");
    assertThat(link("down", "a:eth9").exitCode()).isEqualTo(1);
  }

  @Test
  void links_shows_both_ends_of_each_wire_with_the_kernels_counters() {
    run("ping");

    assertThat(rows("links").map(row -> row.replaceAll("up( \\| \\d+){2}", "up | N | N")))
        .startsWith(
            "END | PEER | PROFILE | RATE | IMPAIRMENTS | MTU | STATE | RX BYTES | TX BYTES | RX DROPS | TX DROPS",
            "a:eth0 | b:eth0 | unshaped | 50 Mbit | 1400 | up | N | N | 0 | 0",
            "b:eth0 | a:eth0 | unshaped | 50 Mbit | 1400 | up | N | N | 0 | 0")
        .anyMatch(row -> row.startsWith("b:eth1 | n:port1 | unshaped | 1500 | up"))
        .anyMatch(row -> row.startsWith("alone:port1 | c:eth0 | unshaped | 1500 | up"));
    JsonObject end =
        JsonParser.parseString(run("links", "--json").out())
            .getAsJsonArray()
            .get(1)
            .getAsJsonObject();
    assertThat(end.get("bitsPerSecond").getAsLong()).isEqualTo(50_000_000);
    assertThat(end.get("state").getAsString()).isEqualTo("up");
    assertThat(end.get("receivedBytes").getAsLong()).isPositive();

    run("exec", "b", "ip", "link", "delete", "eth1");
    assertThat(rows("links"))
        .anyMatch(row -> row.startsWith("b:eth1 | n:port1 | unshaped | 0 | missing"));
  }

  @Test
  void ps_lists_services_and_what_was_started_since() throws Exception {
    Process started = MignetProcess.start(Map.of(), "exec", "--lab", lab, "b", "sleep", "1234");
    try {
      await().until(() -> rows("ps").anyMatch(row -> row.endsWith("| sleep 1234")));

      assertThat(rows("ps").map(row -> row.replaceAll("\\d+\\.\\d+|(?<=\\| )\\d{2,}", "N")))
          .startsWith(
              "NODE | PID | SERVICE | CPU S | MIB | COMMAND",
              "a | N | apache | N | N | sleep 1000");
      assertThat(run("ps", "--json").out()).contains("\"command\": \"sleep 1000\"");
    } finally {
      started.descendants().forEach(ProcessHandle::destroyForcibly);
      assertThat(started.waitFor()).isNotZero();
    }
  }

  @Test
  void logs_follows_until_the_lab_is_down() throws Exception {
    ProcessState apache = Labs.state(lab).orElseThrow().processes().get(0);
    Path log = Path.of(apache.logs().get(0));
    Path output = folder.resolve("output");
    Process follower = MignetProcess.start(output, Map.of(), "logs", "--lab", lab, "-f", "a");
    await().until(() -> Files.readString(output).contains("started at"));

    Files.write(log, "one\ntwo".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

    await().until(() -> Files.readString(output).contains("\none\n"));
    assertThat(Mignet.run("down", "--lab", lab).exitCode()).isZero();
    assertThat(follower.waitFor()).isZero();
    assertThat(Files.readString(output))
        .startsWith("==> " + log + " <==\nstarted at")
        .endsWith("one\n");
  }
}
