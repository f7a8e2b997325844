package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.process.JavaCommand;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.RequiresUsualSpeed;
import dev.mignet.topology.model.Words;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.testing.ScratchLabs;
import dev.mignet.topology.testing.TinyServer;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the user as services. One node, no wires. */
@RequiresRoot
class ExecServiceIT {

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  private final LocalLabs labs = new LocalLabs(Topologies.CATALOGUE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private Path file(String name, String services) throws IOException {
    return Files.writeString(
        folder.resolve("lab.yaml"),
        "name: %s\nnodes:\n  a:\n    env: { WHO: me }\n    services:\n%s"
            .formatted(name, services.indent(6)));
  }

  private RunningLab up(String name, String services) throws IOException {
    Path file = file(name, services);
    return labs.up(labs.read(file), file, Progress.SILENT);
  }

  private void change(RunningLab lab, String services) throws IOException {
    Path file = file(lab.lab().name(), services);
    labs.change(labs.read(file), file, Progress.SILENT);
  }

  private static String seconds(int usual) {
    return Patience.of(Duration.ofSeconds(usual)).toSeconds() + " s";
  }

  private static String server(int port, int status) {
    List<String> words =
        JavaCommand.of(
            TinyServer.class.getName(), List.of(), List.of(String.valueOf(port), "" + status));
    return '"' + Words.join(words) + '"';
  }

  @Test
  void several_commands_run_at_a_node_each_ready_in_its_own_way() throws Exception {
    String name = scratch.name();
    try (RunningLab lab =
        up(
            name,
            """
            - exec: { name: web, command: %s, ready: { http: "http://localhost:8080/", status: 204 }, within: %4$s }
            - exec: { name: listener, command: %s, ready: { port: 8081 }, within: %4$s }
            - exec:
                name: slow
                command: [sh, -c, 'echo I am $WHO; sleep 0.3; echo done >"$0"; exec sleep 1000', "%s"]
                ready: { command: "grep -q done %3$s" }
                within: %4$s
            - exec: { command: sleep 1000 }
            """
                .formatted(
                    server(8080, 204), server(8081, 200), folder.resolve("done"), seconds(30)))) {
      List<LabState.ProcessState> processes = Labs.state(name).orElseThrow().processes();

      assertThat(processes)
          .extracting(LabState.ProcessState::name)
          .containsExactlyInAnyOrder("web", "listener", "slow", "exec");
      assertThat(Labs.processes(name, "a"))
          .containsAll(processes.stream().map(LabState.ProcessState::pid).toList());
      assertThat(lab.folder("a").resolve("log/web.log")).hasContent("serving");
      assertThat(lab.folder("a").resolve("log/slow.log")).hasContent("I am me");
      assertThat(folder.resolve("done")).exists();
    }

    ScratchLabs.assertNothingLeft(name);
  }

  private void assertFails(String service, String message) throws IOException {
    String name = scratch.name();

    assertThatThrownBy(() -> up(name, service))
        .isInstanceOf(LabException.class)
        .hasMessageMatching(
            "(?s)" + message.replace("LOG", "/run/mignet/" + name + "/nodes/a/log"));
    ScratchLabs.assertNothingLeft(name);
  }

  /** It has to end within a fifth of a second: nobody asks whether it is ready. */
  @Test
  @RequiresUsualSpeed
  void a_command_that_does_not_exist_fails_with_its_log() throws Exception {
    assertFails(
        "- exec: { command: no-such-program }",
        "cannot start exec at a: exec ended with exit code 127\\s+LOG/exec.log:.*no-such-program.*");
  }

  @Test
  void a_command_that_ends_before_it_is_ready_fails_with_its_log() throws Exception {
    assertFails(
        "- exec: { name: x, command: [sh, -c, 'echo no room; exit 0'], ready: { port: 80 } }",
        "cannot start x at a: x ended with exit code 0\\s+LOG/x.log:\\s+no room");
  }

  @Test
  void what_does_not_come_in_the_time_that_all_have_fails() throws Exception {
    labs.setTimeout(Timeout.of("1 s"));

    assertFails(
        "- exec: { command: sleep 1000, ready: { port: 80 } }",
        "cannot start exec at a: exec does not answer after 1 s");
    labs.setTimeout(Timeout.of("3 s"));
    assertFails(
        "- exec: { command: sleep 1000, ready: { command: sleep 900 } }",
        "cannot start exec at a: exec does not answer after 3 s"
            + " \\(\"sleep 900\" still runs after 1 s\\)");
  }

  @Test
  void a_lab_keeps_that_time_until_it_is_given_another() throws Exception {
    String name = scratch.name();
    labs.setTimeout(Timeout.of("30 min"));
    try (RunningLab lab = up(name, "- exec: { command: sleep 1000 }")) {
      assertThat(Timeout.kept(new LabFolder(name))).isEqualTo(Timeout.of("30 min"));

      labs.setTimeout(Timeout.of("20 min"));
      labs.change(lab.lab(), folder.resolve("lab.yaml"), Progress.SILENT);
      assertThat(Timeout.kept(new LabFolder(name))).isEqualTo(Timeout.of("20 min"));
    }
    ScratchLabs.assertNothingLeft(name);
  }

  @Test
  void a_command_that_is_not_ready_in_time_fails_with_what_was_asked() throws Exception {
    assertFails(
        "- exec: { command: sleep 1000, ready: { port: 80 }, within: 100 ms }",
        "cannot start exec at a: exec does not answer after 100 ms");
    assertFails(
        "- exec: { command: sleep 1000, ready: { command: 'ls /no/such' }, within: 100 ms }",
        "cannot start exec at a: exec does not answer after 100 ms"
            + " \\(\"ls /no/such\" ended with exit code 2\\)\\s+LOG/exec.ready.log:.*/no/such.*");
  }

  @Test
  void a_command_that_answers_with_another_status_fails_with_that() throws Exception {
    String name = scratch.name();
    String web =
        "- exec: { name: web, command: %s, ready: { port: 8080 }, within: %s }\n"
            .formatted(server(8080, 503), seconds(30));
    String asks =
        "- exec: { command: sleep 1000, ready: { http: 'http://localhost:8080/' }, within: %s }\n"
            .formatted(seconds(2));
    try (RunningLab lab = up(name, web)) {
      assertThatThrownBy(() -> change(lab, web + asks))
          .isInstanceOf(LabException.class)
          .hasMessageMatching(
              "cannot start exec at a: exec does not answer after %s".formatted(seconds(2))
                  + " \\(http://localhost:8080/ answers with status 503\\);"
                  + " lab .* is as it was before");
    }
  }
}
