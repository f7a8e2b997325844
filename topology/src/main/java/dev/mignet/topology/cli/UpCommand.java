package dev.mignet.topology.cli;

import dev.mignet.topology.doctor.MachineCheck;
import dev.mignet.topology.faults.FaultSchedule;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.run.Timeout;
import dev.mignet.topology.spi.Progress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mignet up}. */
@Command(
    name = "up",
    description = {
      "Bring a lab up: create it and start what runs in it; returns when all of it answers.",
      "A lab that is up is changed to what the topology says, and what that does not concern goes"
          + " on undisturbed; \"plan\" shows the steps.",
      "On failure, and on Ctrl-C, what was done is taken back."
    })
final class UpCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(
      names = "--faults",
      description = "Then run the topology's schedule of faults, as the command \"faults\" does.")
  private boolean faults;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = Timeout.USUAL,
      description = {
        "How long each daemon and service may take until it answers, from 1 s to 1 h; default:"
            + " ${DEFAULT-VALUE}. A slow machine needs more.",
        "The lab keeps it, for what is started in it later. Other limits, such as that of a command"
            + " of a node's \"exec\", are longer and shorter with it."
      })
  private String timeout = Timeout.USUAL;

  UpCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (MachineCheck machine = MachineCheck.begin()) {
      return up(options.topology(labs), machine);
    }
  }

  private int up(Lab lab, MachineCheck machine) throws InterruptedException {
    if (faults && lab.faults().isEmpty()) {
      throw options.usage("lab " + lab.name() + " has no \"faults\"");
    }
    labs.setTimeout(timeout());
    options.requireRoot();
    long start = System.nanoTime();
    String outcome;
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr())) {
      outcome = bringUp(lab, progress, machine);
    }
    // No format: to load what Java knows of the world's numbers would take ten times as long.
    double seconds = Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    options.out().println("lab " + lab.name() + ' ' + outcome + ", " + seconds + " s");
    options.out().flush();
    return faults
        ? new FaultReport(options.out(), false)
            .run(labs, lab.name(), new FaultSchedule(lab, lab.faults(), lab.seed()))
        : ExitCode.DONE;
  }

  private Timeout timeout() {
    try {
      return Timeout.of(timeout);
    } catch (IllegalArgumentException e) {
      boolean given = command.commandLine().getParseResult().hasMatchedOption("--timeout");
      throw options.usage((given ? "--timeout" : Timeout.VARIABLE) + ": " + e.getMessage());
    }
  }

  private String bringUp(Lab lab, Progress progress, MachineCheck machine) {
    Path file = options.topologyFile();
    boolean isUp =
        Labs.state(lab.name()).filter(s -> s.phase() != LabState.Phase.COMING_UP).isPresent();
    if (!isUp) {
      labs.up(lab, file, progress, machine);
      return "is up: " + lab.nodes().size() + " nodes";
    }
    int steps = labs.change(lab, file, progress, machine);
    return steps == 0 ? "is up already, as the topology says" : "is changed: " + steps + " steps";
  }
}
