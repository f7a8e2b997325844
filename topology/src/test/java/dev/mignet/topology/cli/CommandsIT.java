package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.testing.MignetProcess;
import dev.mignet.topology.testing.ScratchLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class CommandsIT {

  //  a (service, limited) --- b        and a switch with a alone
  //   eth0                 eth0
  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: { services: [{ apache: { behaviour: %s } }], cpu: 50 %%, memory: 64 MiB, pids: 99 }, b: }
      links: [{ endpoints: ["a:eth0", "b:eth0"] }]
      networks: { n: { members: ["a:eth1"] } }
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private String lab = "";

  @BeforeEach
  void name_the_lab() {
    lab = scratch.name();
  }

  private String topology(String behaviour) throws IOException {
    String text = TOPOLOGY.formatted(lab, behaviour);
    return Files.writeString(folder.resolve("x.mignet.yaml"), text).toString();
  }

  @Test
  void a_lab_is_brought_up_looked_at_and_taken_down() throws Exception {
    String file = topology("run");

    Mignet.Result up = Mignet.run("up", "-t", file);
    assertThat(up.err()).isEmpty();
    assertThat(up.out()).matches("lab " + lab + " is up: 2 nodes, \\d+\\.\\d s\n");
    Mignet.Result status = Mignet.run("status", "--lab", lab);
    assertThat(
            status
                .out()
                .lines()
                .map(line -> line.replaceAll(" {2,}", " | ").replaceAll("\\d{3,}", "N")))
        .startsWith("LAB | STATE | NODE | ADDRESSES | LIMITS | RUNS")
        .anyMatch(
            line ->
                line.endsWith(
                    "| up | a | eth0 10.9.1.1/24, eth1 10.9.2.1/24"
                        + " | cpu 50 %, memory 64 MiB, pids 99 | apache N"));
    assertThat(Mignet.run("status", "--lab", lab, "--json").out())
        .contains("\"running\": true", "\"phase\": \"up\"");
    assertThat(Mignet.run("exec", "--lab", lab, "a", "--", "sh", "-c", "exit 7").exitCode())
        .isEqualTo(7);
    assertThat(Mignet.run("exec", "--lab", lab, "b", "true").exitCode()).isZero();
    assertThat(Mignet.run("exec", "-t", file, "c", "true").err())
        .startsWith("no node named \"c\" in lab " + lab + ": a, b");
    assertThat(Mignet.run("logs", "--lab", lab, "a", "apache").out()).contains("started at");
    assertThat(Mignet.run("logs", "--lab", lab, "b").err()).startsWith("nothing of the lab runs");
    assertThat(Mignet.run("connections", "--lab", lab, "a").err())
        .startsWith("\"a\" is not a back-end");

    Path saved = folder.resolve("saved.yaml");
    assertThat(Mignet.run("save", "--lab", lab, "-o", saved.toString()).exitCode()).isZero();
    assertThat(saved).hasContent(Mignet.run("save", "--lab", lab).out());
    assertThat(Mignet.run("save", "--lab", lab, "-o", saved.toString()).err())
        .isEqualTo("mignet: " + saved + " exists already\n");
    assertThat(Mignet.run("up", "-t", saved.toString()).out())
        .startsWith("lab " + lab + " is up already, as the topology says");

    assertThat(Mignet.run("down", "-t", file).out()).isEqualTo("lab " + lab + " is down\n");
    ScratchLabs.assertNothingLeft(lab);
    assertThat(Mignet.run("down", "-t", file).out()).isEqualTo("lab " + lab + " was not up\n");
  }

  @Test
  void one_file_gives_two_labs_and_taking_one_down_leaves_the_other() throws Exception {
    String file = topology("run");
    String other = scratch.name();
    assertThat(Mignet.run("up", "-t", file).out()).startsWith("lab " + lab + " is up");
    assertThat(Mignet.run("up", "-t", file, "--lab", other).out())
        .startsWith("lab " + other + " is up");
    assertThat(Mignet.run("ping", "--lab", lab).exitCode()).isZero();
    assertThat(Mignet.run("down", "-t", file).out()).isEqualTo("lab " + lab + " is down\n");
    ScratchLabs.assertNothingLeft(lab);
    assertThat(Mignet.run("ping", "--lab", other).exitCode()).isZero();
    assertThat(Mignet.run("status", "-t", file, "--lab", other, "--json").out())
        .contains("\"running\": true", "\"phase\": \"up\"");
    assertThat(Mignet.run("logs", "--lab", other, "a").out()).contains("started at");
  }

  @Test
  void whatever_step_up_is_killed_after_down_leaves_nothing() throws Exception {
    String file = topology("run");
    int step = 0;
    int exitCode = 137;
    while (exitCode == 137) {
      step++;
      Process up =
          MignetProcess.start(
              Map.of("MIGNET_TEST_STOP_AFTER_STEP", Integer.toString(step)), "up", "-t", file);
      String output = MignetProcess.output(up);
      exitCode = up.waitFor();
      assertThat(exitCode).as("step %d: %s", step, output).isIn(0, 137);
      assertThat(Labs.state(lab).orElseThrow().done()).hasSizeGreaterThanOrEqualTo(step - 1);
      if (exitCode == 137) {
        assertThat(Mignet.run("up", "-t", file).err()).contains("was left half made");
      }
      assertThat(Mignet.run("down", "--lab", lab).exitCode()).isZero();
      ScratchLabs.assertNothingLeft(lab);
    }
    assertThat(step).isGreaterThan(12); // every step, and then one run to the end
  }

  @Test
  void down_all_takes_down_whatever_there_is_of_any_lab() throws Exception {
    Process up =
        MignetProcess.start(
            Map.of("MIGNET_TEST_STOP_AFTER_STEP", "5"), "up", "-t", topology("run"));
    assertThat(up.waitFor()).isEqualTo(137);
    assumeThat(Labs.names()).as("no lab but this test's on the machine").containsExactly(lab);

    Mignet.Result down = Mignet.run("down", "--all");

    assertThat(down.exitCode()).isZero();
    assertThat(down.out()).isEqualTo("lab " + lab + " is down\n");
    ScratchLabs.assertNothingLeft(lab);
  }

  @Test
  void up_takes_everything_back_when_it_is_interrupted_and_down_waits_its_turn() throws Exception {
    Process up = MignetProcess.start(Map.of(), "up", "-t", topology("never-answer"));
    await()
        .until(
            () ->
                Labs.state(lab)
                    .filter(state -> state.done().contains("assign addresses of a"))
                    .isPresent());
    assertThat(Mignet.run("down", "--lab", lab).err())
        .isEqualTo(
            "mignet: lab " + lab + " is being brought up by another mignet; stop that one first\n");

    up.destroy(); // SIGTERM

    assertThat(up.waitFor()).isEqualTo(143);
    ScratchLabs.assertNothingLeft(lab);
  }

  @Test
  void who_is_not_root_is_told_so() throws Exception {
    Path readable = Files.createTempFile("mignet", ".yaml");
    try {
      Files.writeString(readable, "name: " + lab + "\nnodes: { a: }\n");
      Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
      Process up =
          MignetProcess.start(
              List.of( // the class path may be in a folder of root's
                  "setpriv",
                  "--reuid=65534",
                  "--clear-groups",
                  "--inh-caps=+dac_read_search",
                  "--ambient-caps=+dac_read_search"),
              Map.of(),
              "up",
              "-t",
              readable.toString());

      assertThat(MignetProcess.output(up)).isEqualTo("mignet up needs root: run it with sudo\n");
      assertThat(up.waitFor()).isEqualTo(1);
    } finally {
      Files.delete(readable);
    }
  }
}
