package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.testing.MignetProcess;
import dev.mignet.topology.testing.ScratchLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class KilledIT {
  //  a --- b        and a switch n with a alone
  //  eth0  eth0                   (a has a disk of its own)
  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: { pids: 99, disk: { size: 8 MiB } }, b: }
      links: [{ endpoints: ["a:eth0", "b:eth0"] }]
      networks: { n: { members: ["a:eth1"] } }
      """;

  private static final int KILLED = 137;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private final String lab = scratch.name();
  private String file = "";

  @BeforeEach
  void write_the_topology() throws IOException {
    file = Files.writeString(folder.resolve("x.mignet.yaml"), TOPOLOGY.formatted(lab)).toString();
  }

  /** Runs a command that is killed after a step; its exit code is 0 where it has no such step. */
  private static int killedAfter(int step, String... command) throws Exception {
    Process process =
        MignetProcess.start(Map.of("MIGNET_TEST_STOP_AFTER_STEP", Integer.toString(step)), command);
    String output = MignetProcess.output(process);
    assertThat(process.waitFor()).as("step %d: %s", step, output).isIn(0, KILLED);
    return process.exitValue();
  }

  @Test
  void whatever_step_up_is_killed_after_clean_leaves_nothing() throws Exception {
    int step = 1;
    while (killedAfter(step, "up", "-t", file) == KILLED) {
      assertThat(Mignet.run("clean", "--lab", lab).exitCode()).isZero();
      ScratchLabs.assertNothingLeft(lab);
      step++;
    }
    assertThat(step).isGreaterThan(12); // every step, and then one run to the end
  }

  @Test
  void whatever_step_down_is_killed_after_clean_leaves_nothing() throws Exception {
    int step = 1;
    assertThat(Mignet.run("up", "-t", file).exitCode()).isZero();
    while (killedAfter(step, "down", "--lab", lab) == KILLED) {
      // Where the lock has gone already, an up that has only begun must be thought of.
      await()
          .untilAsserted(
              () -> {
                assertThat(Mignet.run("clean", "--lab", lab).exitCode()).isZero();
                assertThat(Labs.names()).doesNotContain(lab);
              });
      ScratchLabs.assertNothingLeft(lab);
      assertThat(Mignet.run("up", "-t", file).exitCode()).isZero();
      step++;
    }
    assertThat(step).isGreaterThan(13);
  }

  @Test
  void down_that_is_killed_after_each_step_in_turn_comes_to_its_end() throws Exception {
    assertThat(Mignet.run("up", "-t", file).exitCode()).isZero();
    int step = 1;
    while (killedAfter(step, "down", "--lab", lab) == KILLED) {
      step++;
    }
    assertThat(step).isGreaterThan(4); // ever fewer namespaces and files are left to remove
    ScratchLabs.assertNothingLeft(lab);
  }
}
