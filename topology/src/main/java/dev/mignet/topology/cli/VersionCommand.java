package dev.mignet.topology.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mignet version}. */
@Command(name = "version", description = "Show the versions of Mignet, Java and Linux.")
final class VersionCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Override
  public Integer call() {
    Optional<String> version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
    PrintWriter out = command.commandLine().getOut();
    out.println(
        "mignet "
            + version.orElse("(not from a jar)")
            + ", Java "
            + System.getProperty("java.runtime.version")
            + ", Linux "
            + System.getProperty("os.version"));
    out.flush();
    return ExitCode.DONE;
  }
}
