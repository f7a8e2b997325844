package dev.mignet.topology.cli;

import dev.mignet.topology.look.LogFollower;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static final String EVENTS = "events";

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = {
        "A service, \"daemon\", \"commands\" (the node's exec) or \"events\" (what a back-end's daemon"
            + " tells of migrations, as lines of JSON); default: all but the events."
      })
  private @Nullable String service;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is added to them, until Ctrl-C or the end of the lab.")
  private boolean follow;

  LogsCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabState state = options.state(labs);
    options.node(state, node);
    List<NodeLogs> all = logs(state);
    Optional<String> wanted = Optional.ofNullable(service);
    List<NodeLogs> chosen =
        all.stream()
            .filter(one -> one.name().equals(wanted.orElse(one.name())))
            .filter(one -> wanted.isPresent() || !one.name().equals(EVENTS))
            .toList();
    if (chosen.isEmpty()) {
      throw options.usage(
          all.isEmpty()
              ? "nothing of the lab runs at " + node
              : node + " runs " + String.join(", ", all.stream().map(NodeLogs::name).toList()));
    }
    List<Path> logs = chosen.stream().flatMap(one -> one.files().stream()).toList();
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

  /** What wrote logs at a node. */
  private record NodeLogs(String name, List<Path> files) {}

  private List<NodeLogs> logs(LabState state) {
    List<NodeLogs> all = new ArrayList<>();
    Path commands = LocalLabs.commandsLog(state.lab(), node);
    if (Files.exists(commands)) {
      all.add(new NodeLogs(LabState.COMMANDS, List.of(commands)));
    }
    state.processes().stream()
        .filter(process -> process.node().equals(node))
        .map(p -> new NodeLogs(p.name(), p.logs().stream().map(Path::of).toList()))
        .forEach(all::add);
    Path events = LocalLabs.events(state.lab(), node);
    if (Files.exists(events)) {
      all.add(new NodeLogs(EVENTS, List.of(events)));
    }
    return all;
  }

  private void print(Path log) throws IOException {
    options.out().println("==> " + log + " <==");
    if (Files.exists(log)) {
      // A log may hold any bytes.
      options.out().print(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    }
  }
}
