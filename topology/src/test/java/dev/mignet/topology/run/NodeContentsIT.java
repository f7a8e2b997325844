package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Sysctl;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node's files, and the commands that run before its services. One node, no wires. */
@RequiresRoot
class NodeContentsIT {

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private RunningLab up(String topology) throws IOException {
    Path file = Files.writeString(folder.resolve("lab.yaml"), topology);
    return labs.up(labs.read(file), file, Progress.SILENT);
  }

  @Test
  void files_are_placed_then_commands_run_then_services_find_what_they_made() throws Exception {
    String name = scratch.name();
    Path original = Files.writeString(folder.resolve("original"), "from beside the topology\n");
    Files.setPosixFilePermissions(original, PosixFilePermissions.fromString("rwx------"));
    try (RunningLab lab =
        up(
            """
            name: %s
            nodes:
              a:
                env: { WHO: me }
                files:
                  conf/copy: { from: original }
                  plain: "one\\n"
                  script: |
                    #!/bin/sh
                    cat plain "$MIGNET_FILES/conf/copy"
                    echo $WHO
                exec:
                  - [sh, -c, "./script >made"]
                  - echo done
                services:
                  - exec: { command: [sh, -c, "cat made; exec sleep 1000"] }
            """
                .formatted(name))) {
      Files.delete(original);
      Path node = lab.folder("a");

      await()
          .untilAsserted(
              () ->
                  assertThat(node.resolve("log/exec.log"))
                      .hasContent("one\nfrom beside the topology\nme\n"));
      assertThat(node.resolve("log/commands.log"))
          .hasContent("$ sh -c './script >made'\n$ echo done\ndone\n");
      assertThat(node.resolve("files/conf/copy")).isExecutable();
      assertThat(Files.getPosixFilePermissions(node.resolve("files/plain")))
          .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
      Process later =
          labs.running(name)
              .start("a", NodeCommand.piped(List.of("sh", "-c", "cat $MIGNET_FILES/plain")));
      assertThat(later.getInputStream().readAllBytes()).asString().isEqualTo("one\n");
    }

    ScratchLabs.assertNothingLeft(name);
  }

  @Test
  void a_node_without_processes_and_files_has_a_folder_when_it_is_first_used() throws Exception {
    try (RunningLab lab = up("name: %s\nnodes: { a: {} }".formatted(scratch.name()))) {
      assertThat(lab.folder("a")).doesNotExist();

      Process writes =
          lab.start("a", NodeCommand.piped(List.of("sh", "-c", "echo here >$MIGNET_FILES/mine")));

      assertThat(writes.waitFor()).isZero();
      assertThat(lab.folder("a").resolve("files/mine")).hasContent("here");
    }
  }

  @Test
  void a_value_that_the_kernel_does_not_know_gives_way_to_the_other() throws Exception {
    String policy = "net.ipv4.fib_multipath_hash_policy";
    String name = scratch.name();
    try (RunningLab lab = up("name: %s\nnodes: { a: {} }".formatted(name));
        KernelSteps kernel = new KernelSteps(new LabFolder(lab.lab().name()))) {
      Sysctl unknown = new Sysctl(policy, "200", false, "1");
      kernel.setSysctls(new Action.SetSysctls("a", List.of(unknown)));
      assertThat(new Sysctls(kernel.node("a")).get(policy)).isEqualTo("1");
    }
  }

  @Test
  void a_command_that_fails_takes_the_lab_back_and_its_output_is_told() throws Exception {
    String name = scratch.name();

    assertThatThrownBy(
            () ->
                up(
                    """
                    name: %s
                    nodes:
                      a: { exec: ["echo fine", [sh, -c, "echo no luck; exit 4"], "echo never"] }
                    """
                        .formatted(name)))
        .isInstanceOf(LabException.class)
        .hasMessage(
            "cannot run commands at a: \"sh -c 'echo no luck; exit 4'\" ended with exit code 4\n"
                + "  /run/mignet/"
                + name
                + "/nodes/a/log/commands.log:\n"
                + "    $ echo fine\n    fine\n    $ sh -c 'echo no luck; exit 4'\n    no luck");
    ScratchLabs.assertNothingLeft(name);
  }
}
