package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes in {@code [ a: lo ]}. */
@RequiresRoot
@SuppressWarnings("NullAway.Init") // JUnit calls build() first
class ProcessLauncherIT {
  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();
  @TempDir Path folder;

  private NetworkNamespace a;
  private ProcessLauncher launcher;

  @BeforeEach
  void build() {
    a = scratch.namespace("a");
    launcher = new ProcessLauncher(a.path(), scratch.cgroup());
  }

  @Test
  void a_command_runs_in_the_nodes_namespace_and_cgroup() throws IOException {
    String inside =
        a.call(() -> Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"))).toString();
    assertThat(output("readlink", "/proc/self/ns/net")).isEqualTo(inside);
    assertThat(output("cat", "/proc/self/cgroup")).contains("/mignet/" + scratch.lab());
  }

  @Test
  void arguments_arrive_as_they_are() throws IOException {
    assertThat(output("printf", "%s|", "a b", "$HOME", "`id`", "'\"", ""))
        .isEqualTo("a b|$HOME|`id`|'\"||");
  }

  @Test
  void environment_and_directory_are_the_commands() throws IOException {
    NodeCommand command = NodeCommand.piped(List.of("sh", "-c", "echo $MIGNET_X; pwd"));
    Process process =
        launcher.start(command.withEnvironment(Map.of("MIGNET_X", "y z")).withDirectory(folder));
    assertThat(text(process)).isEqualTo("y z\n" + folder);
  }

  @Test
  void a_detached_command_writes_to_its_log_and_has_a_session_of_its_own() throws Exception {
    Path log = folder.resolve("log");
    Process process =
        launcher.start(
            NodeCommand.detached(
                log, List.of("sh", "-c", "echo out; echo err >&2; ps -o sid= $$; exit 3")));
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(Files.readString(log))
        .startsWith("out\nerr\n")
        .contains(Long.toString(process.pid()));
  }

  @Test
  void a_program_that_does_not_exist_ends_with_127() throws Exception {
    Process process = launcher.start(NodeCommand.piped(List.of("/no/such/program")));
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("/no/such/program");
    assertThat(process.waitFor()).isEqualTo(127);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void killing_the_cgroup_kills_every_descendant(boolean preferV2) throws IOException {
    Cgroup group = preferV2 ? scratch.cgroup() : versionOne();
    ProcessLauncher inGroup = new ProcessLauncher(a.path(), group);
    Path log = folder.resolve("log");
    inGroup.start(
        NodeCommand.detached(
            log, List.of("sh", "-c", "(setsid sleep 1000 &) ; sleep 1000 & wait")));
    await().until(() -> group.pids().size() >= 3);
    group.kill();
    assertThat(group.pids()).isEmpty();
    group.remove();
    assertThat(group.exists()).isFalse();
  }

  @Test
  void the_namespace_ends_with_its_name_although_the_jvm_started_processes_there()
      throws Exception {
    assertThat(launcher.start(NodeCommand.piped(List.of("true"))).waitFor()).isZero();
    String inode =
        a.call(() -> Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"))).toString();
    NamespaceFiles.delete(a.name());
    a.close();
    await().until(() -> threadsIn(inode) == 0);
  }

  private static long threadsIn(String namespace) throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.filter(task -> isIn(task, namespace)).count();
    }
  }

  private static boolean isIn(Path task, String namespace) {
    try {
      return Files.readSymbolicLink(task.resolve("ns/net")).toString().equals(namespace);
    } catch (IOException e) {
      return false; // the thread has ended
    }
  }

  /** The freezer tree where this machine has one, else whatever it has. */
  private Cgroup versionOne() throws IOException {
    String mounts = Files.readString(Path.of("/proc/self/mounts"));
    String old =
        mounts
            .lines()
            .filter(line -> !line.contains(" cgroup2 "))
            .reduce("", (x, y) -> x + y + "\n");
    Cgroup group =
        CgroupHierarchy.choose(old, mount -> "")
            .orElseGet(CgroupHierarchy::probe)
            .group("mignet/" + scratch.lab() + "/a");
    group.create();
    return group;
  }

  private String output(String... arguments) throws IOException {
    return text(launcher.start(NodeCommand.piped(List.of(arguments))));
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
