package dev.mignet.topology.cli;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mignet shell}. */
@Command(name = "shell", description = "Start an interactive shell at a node: $SHELL, or /bin/sh.")
final class ShellCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
  private String node = "";

  ShellCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.requireRoot();
    LabState state = options.state(labs);
    String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
    return LocalLabs.start(state, options.node(state, node), NodeCommand.inherited(List.of(shell)))
        .waitFor();
  }
}
