package dev.mignet.topology.cli;

import dev.mignet.topology.look.LogFollower;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mignet logs}. */
@Command(name = "logs", description = "Print the logs of what runs at a node.")
final class LogsCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "A service, or \"daemon\"; default: all.")
  private @Nullable String service;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is added, until Ctrl-C or the end of the lab.")
  private boolean follow;

  LogsCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabState state = options.state(labs);
    options.node(state, node);
    List<ProcessState> all =
        state.processes().stream().filter(process -> process.node().equals(node)).toList();
    Optional<String> wanted = Optional.ofNullable(service);
    List<ProcessState> chosen =
        all.stream().filter(process -> wanted.map(process.name()::equals).orElse(true)).toList();
    if (chosen.isEmpty()) {
      throw options.usage(
          all.isEmpty()
              ? "nothing of the lab runs at " + node
              : node + " runs " + String.join(", ", all.stream().map(p -> p.name()).toList()));
    }
    List<Path> logs =
        chosen.stream().flatMap(process -> process.logs().stream()).map(Path::of).toList();
    if (follow) {
      new LogFollower(options.out(), logs).follow(() -> Labs.state(state.lab()).isPresent());
    } else {
      for (Path log : logs) {
        print(log);
      }
    }
    options.out().flush();
    return ExitCode.DONE;
  }

  private void print(Path log) throws IOException {
    options.out().println("==> " + log + " <==");
    if (Files.exists(log)) {
      // A log may hold any bytes.
      options.out().print(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    }
  }
}
