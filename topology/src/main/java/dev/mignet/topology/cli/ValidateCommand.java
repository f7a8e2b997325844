package dev.mignet.topology.cli;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet validate}. */
@Command(name = "validate", description = "Check a topology; touches nothing, needs no root.")
final class ValidateCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  ValidateCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() {
    Path file = options.topologyFile();
    Lab lab = labs.read(file);
    options
        .out()
        .println(
            file
                + " is valid: lab "
                + lab.name()
                + ", "
                + lab.nodes().size()
                + " nodes, "
                + lab.segments().size()
                + " links and networks, "
                + lab.endpoints().size()
                + " endpoints");
    options.out().flush();
    return ExitCode.DONE;
  }
}
