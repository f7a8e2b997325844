package dev.mignet.topology.cli;

import dev.mignet.topology.faults.FaultSchedule;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mignet up}. */
@Command(name = "up", description = "Bring a lab up: create it and start what runs in it.")
final class UpCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(
      names = "--faults",
      description = "Then run the topology's schedule of faults, as the command faults does.")
  private boolean faults;

  UpCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws InterruptedException {
    Lab lab = options.topology(labs);
    if (faults && lab.faults().isEmpty()) {
      throw options.usage("lab " + lab.name() + " has no \"faults\"");
    }
    options.requireRoot();
    long start = System.nanoTime();
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr())) {
      labs.up(lab, options.topologyFile(), progress);
    }
    options
        .out()
        .printf(
            Locale.ROOT,
            "lab %s is up: %d nodes, %.1f s%n",
            lab.name(),
            lab.nodes().size(),
            (System.nanoTime() - start) / 1e9);
    options.out().flush();
    return faults
        ? new FaultReport(options.out(), false)
            .run(lab, new FaultSchedule(lab.faults(), lab.seed()))
        : ExitCode.DONE;
  }
}
