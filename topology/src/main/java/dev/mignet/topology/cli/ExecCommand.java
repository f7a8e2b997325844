package dev.mignet.topology.cli;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mignet exec}. */
@Command(
    name = "exec",
    description = "Run a command at a node; ends with the command's exit code.",
    customSynopsis = "mignet exec [-t=FILE | --lab=NAME] NODE -- COMMAND...")
final class ExecCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Parameters(index = "1..*", paramLabel = "COMMAND", description = "The command.", arity = "1..*")
  private List<String> words = new ArrayList<>();

  ExecCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.requireRoot();
    List<String> command = words.get(0).equals("--") ? words.subList(1, words.size()) : words;
    if (command.isEmpty()) {
      throw options.usage("no command behind \"--\"");
    }
    LabState state = options.state(labs);
    return LocalLabs.start(state, options.node(state, node), NodeCommand.inherited(command))
        .waitFor();
  }
}
