package dev.mignet.topology.cli;

import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Subcommand;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The program {@code mignet}: puts the commands together and runs one. */
@Command(
    name = "mignet",
    description = "Emulated clusters from a YAML topology, and live migration of TCP connections.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage",
      "3:the topology file is not valid",
      "4:a result is not valid"
    },
    footerHeading = "%nEnvironment:%n",
    footer = "  Every option can be given by an environment variable too: --lab by MIGNET_LAB.")
public final class Main {

  private Main() {}

  /** Runs the command that the arguments name, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = commandLine(System.getenv()).execute(arguments);
    if (ProcessHandle.current().children().findAny().isPresent()) {
      // "up": the lab's processes live on. However the JVM is told to end, it first waits 0.3 s for
      // threads in native code (HotSpot, VM_Exit::wait_for_threads_in_native_to_block), and those
      // that wait for these processes' ends are. The command is done and has flushed its output.
      Syscalls.exit(exitCode);
    }
    System.exit(exitCode);
  }

  /** All commands, those of further modules included, ready to {@code execute}. */
  public static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(new LocalLabs(), environment::get);
  }

  /**
   * All commands, ready to {@code execute}.
   *
   * @param environment from a variable's name to its value, or null
   */
  static CommandLine commandLine(LocalLabs labs, EnvironmentDefaults.Variables environment) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new UpCommand(labs));
    line.addSubcommand(new DownCommand(labs));
    line.addSubcommand(new StatusCommand(labs));
    line.addSubcommand(new ExecCommand(labs));
    line.addSubcommand(new ShellCommand(labs));
    line.addSubcommand(new LogsCommand(labs));
    line.addSubcommand(new PsCommand(labs));
    line.addSubcommand(new LinksCommand(labs));
    line.addSubcommand(link(labs));
    line.addSubcommand(new PingCommand(labs));
    line.addSubcommand(new CalibrateCommand(labs));
    line.addSubcommand(new CaptureCommand(labs));
    line.addSubcommand(new ConnectionsCommand(labs));
    line.addSubcommand(new MetricsCommand(labs));
    line.addSubcommand(new MigrateCommand(labs));
    line.addSubcommand(new FaultsCommand(labs));
    line.addSubcommand(new ValidateCommand(labs));
    line.addSubcommand(new PlanCommand(labs));
    line.addSubcommand(new SaveCommand(labs));
    line.addSubcommand(new GraphCommand(labs));
    line.addSubcommand(new DoctorCommand(labs));
    line.addSubcommand(new SchemaCommand());
    line.addSubcommand(new CleanCommand());
    line.addSubcommand(new CompletionCommand());
    line.addSubcommand(new VersionCommand());
    for (Subcommand further : ServiceLoader.load(Subcommand.class)) {
      line.addSubcommand(further.command(labs));
    }
    addHelp(line);
    line.getSubcommands().values().forEach(Main::addHelp);
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.setExecutionExceptionHandler(new Failures());
    return line;
  }

  private static CommandLine link(LocalLabs labs) {
    LinkCommand command = new LinkCommand(labs);
    CommandLine line = new CommandLine(command);
    command.commands().forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true); // of the sub-commands
    line.getSubcommands().values().forEach(Main::addHelp);
    return line;
  }

  private static void addHelp(CommandLine line) {
    if (!line.getCommandSpec().optionsMap().containsKey("--help")) {
      line.getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help and exit.")
                  .build());
    }
  }
}
