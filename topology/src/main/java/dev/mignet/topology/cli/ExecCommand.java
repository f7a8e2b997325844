package dev.mignet.topology.cli;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code mignet exec}. */
@Command(
    name = "exec",
    description = {
      "Run a command at a node; ends with the command's exit code.",
      "Options of mignet stand before the command's first word; what follows that word, or \"--\", is"
          + " the command's own."
    },
    customSynopsis = "mignet exec [-t=FILE] [--lab=NAME] NODE [--] COMMAND...")
final class ExecCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments.",
      parameterConsumer = Rest.class)
  private List<String> words = new ArrayList<>();

  ExecCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.requireRoot();
    LabState state = options.state(labs);
    return LocalLabs.start(state, options.node(state, node), NodeCommand.inherited(words))
        .waitFor();
  }

  /** Takes all words from the command's first on, whatever they look like. */
  static final class Rest implements IParameterConsumer {

    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec command, CommandSpec exec) {
      List<String> words = new ArrayList<>();
      while (!arguments.isEmpty()) {
        words.add(arguments.pop());
      }
      command.setValue(words);
    }
  }
}
