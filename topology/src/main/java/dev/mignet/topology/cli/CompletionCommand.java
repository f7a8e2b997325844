package dev.mignet.topology.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mignet completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script by which the shell completes commands and options.",
      "Try it: source <(mignet completion bash). For good: write it to a file of"
          + " /etc/bash_completion.d."
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "SHELL",
      description = "The shell: ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  private enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() { // as the user writes it
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    CommandLine mignet = command.commandLine().getParent();
    String script =
        switch (shell) {
          // It sees by which shell it is read, and has zsh understand bash's way of completion.
          case BASH, ZSH -> AutoComplete.bash(mignet.getCommandName(), mignet);
        };
    command.commandLine().getOut().print(script);
    command.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
