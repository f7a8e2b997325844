package dev.mignet.topology.cli;

import dev.mignet.topology.run.LocalLabs;
import java.util.List;
import picocli.CommandLine;

/** The commands of this module, each made only where it is wanted: all of them take 0.1 s. */
final class Commands {

  /** In the order of the help. */
  static final List<String> NAMES =
      List.of(
          "up",
          "down",
          "status",
          "exec",
          "shell",
          "logs",
          "ps",
          "links",
          "link",
          "ping",
          "calibrate",
          "capture",
          "connections",
          "metrics",
          "migrate",
          "faults",
          "validate",
          "plan",
          "save",
          "graph",
          "doctor",
          "schema",
          "clean",
          "completion",
          "version");

  private Commands() {}

  /** Whether there is such a command, and it has nothing to do with the others. */
  static boolean standsAlone(String name) {
    return NAMES.contains(name) && !name.equals("completion");
  }

  /** The command of this name: as picocli's {@code addSubcommand} takes it. */
  static Object of(String name, LocalLabs labs) {
    return switch (name) {
      case "up" -> new UpCommand(labs);
      case "down" -> new DownCommand(labs);
      case "status" -> new StatusCommand(labs);
      case "exec" -> new ExecCommand(labs);
      case "shell" -> new ShellCommand(labs);
      case "logs" -> new LogsCommand(labs);
      case "ps" -> new PsCommand(labs);
      case "links" -> new LinksCommand(labs);
      case "link" -> link(labs);
      case "ping" -> new PingCommand(labs);
      case "calibrate" -> new CalibrateCommand(labs);
      case "capture" -> new CaptureCommand(labs);
      case "connections" -> new ConnectionsCommand(labs);
      case "metrics" -> new MetricsCommand(labs);
      case "migrate" -> new MigrateCommand(labs);
      case "faults" -> new FaultsCommand(labs);
      case "validate" -> new ValidateCommand(labs);
      case "plan" -> new PlanCommand(labs);
      case "save" -> new SaveCommand(labs);
      case "graph" -> new GraphCommand(labs);
      case "doctor" -> new DoctorCommand(labs);
      case "schema" -> new SchemaCommand();
      case "clean" -> new CleanCommand();
      case "completion" -> new CompletionCommand();
      case "version" -> new VersionCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static CommandLine link(LocalLabs labs) {
    LinkCommand command = new LinkCommand(labs);
    CommandLine line = new CommandLine(command);
    command.commands().forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true); // of the sub-commands
    return line;
  }
}
