package dev.mignet.apache.bench;

import dev.mignet.apache.command.Tools;
import dev.mignet.apache.command.ValidityOption;
import dev.mignet.topology.spi.LabRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet bench}. */
@Command(
    name = "bench",
    description =
        "Measure what migration costs on this machine, in labs of its own; a target that is missed"
            + " is no failure.")
public final class BenchCommand implements Callable<Integer> {

  private final LabRunner labs;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Mixin private final ValidityOption validity = new ValidityOption();

  /** In labs of this runner's. */
  public BenchCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    Tools.require("bench", "wrk");
    Counts counts = options.quick() ? Counts.QUICK : Counts.FULL;
    Report report =
        options.measure(
            (machine, name, folder, progress) ->
                new Benchmark(labs, name, folder, counts, progress).run(machine));
    options.print(report);
    return validity.exitCode(report.verdicts());
  }
}
