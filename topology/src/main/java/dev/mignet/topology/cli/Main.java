package dev.mignet.topology.cli;

import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Subcommand;
import java.util.List;
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

  static {
    // Of a short command's time, what picocli looks for and nobody uses is a quarter: closures of
    // Groovy, for which every jar is opened, and converters of types of SQL and of times.
    System.setProperty("picocli.disable.closures", "true");
    System.setProperty("picocli.converters.excludes", "java\\.(sql|time)\\..*");
  }

  private Main() {}

  /** Runs the command that the arguments name, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = commandLine(arguments).execute(arguments);
    // With another code a signal may be what has ended it, and that says with which.
    boolean done = exitCode == 0;
    if (done
        && ProcessLauncher.wasUsed()
        && ProcessHandle.current().children().findAny().isPresent()) {
      // "up": the lab's processes live on. However the JVM is told to end, it first waits 0.3 s for
      // threads in native code (HotSpot, VM_Exit::wait_for_threads_in_native_to_block), and those
      // that wait for these processes' ends are. The command is done and has flushed its output.
      Syscalls.exit(exitCode);
    }
    System.exit(exitCode);
  }

  /** Only with the command that is to run, where one is named that needs no other. */
  private static CommandLine commandLine(String[] arguments) {
    boolean alone = arguments.length > 0 && Commands.standsAlone(arguments[0]);
    return alone
        ? commandLine(new LocalLabs(), System::getenv, List.of(arguments[0]), List.of())
        : commandLine(System.getenv());
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
    return commandLine(labs, environment, Commands.NAMES, ServiceLoader.load(Subcommand.class));
  }

  private static CommandLine commandLine(
      LocalLabs labs,
      EnvironmentDefaults.Variables environment,
      List<String> names,
      Iterable<Subcommand> others) {
    CommandLine line = new CommandLine(new Main());
    names.forEach(name -> line.addSubcommand(Commands.of(name, labs)));
    others.forEach(other -> line.addSubcommand(other.command(labs)));
    addHelp(line);
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.setExecutionExceptionHandler(new Failures());
    return line;
  }

  /** To a command, and all below it. */
  private static void addHelp(CommandLine line) {
    line.getSubcommands().values().forEach(Main::addHelp);
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
