package dev.mignet.topology.cli;

import dev.mignet.topology.faults.FaultSchedule;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mignet faults}. */
@Command(
    name = "faults",
    description = "Run the topology's schedule of faults in a lab that is up, from now on.")
final class FaultsCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(names = "--dry-run", description = "Only tell what would happen and when; needs no root.")
  private boolean dryRun;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "The seed of the offsets by chance; default: the topology's.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print JSON, when all is over.")
  private boolean json;

  FaultsCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws InterruptedException {
    FaultReport report = new FaultReport(options.out(), json);
    if (dryRun) {
      return report.plan(schedule(options.description(labs)));
    }
    options.requireRoot();
    Lab lab = options.running(labs).lab();
    return report.run(labs, lab.name(), schedule(lab));
  }

  private FaultSchedule schedule(Lab lab) {
    if (lab.faults().isEmpty()) {
      throw options.usage("lab " + lab.name() + " has no \"faults\"");
    }
    return new FaultSchedule(lab, lab.faults(), seed == null ? lab.seed() : seed);
  }
}
