package dev.mignet.apache.bench.migration;

import dev.mignet.apache.bench.BenchOptions;
import dev.mignet.apache.bench.Report;
import dev.mignet.apache.command.Tools;
import dev.mignet.topology.spi.LabRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet bench migration}. */
@Command(
    name = "migration",
    description = {
      "Measure what requests cost the processors, migrated and not, beside HAProxy, which switches"
          + " by content at the front-end; and the migration of thousands of idle connections.",
      "A target that is missed is no failure."
    })
public final class MigrationCommand implements Callable<Integer> {

  private final LabRunner labs;

  @Mixin private final BenchOptions options = new BenchOptions();

  /** In labs of this runner's. */
  public MigrationCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    Tools.require("bench migration", "wrk", "haproxy");
    Extent extent = options.quick() ? Extent.QUICK : Extent.FULL;
    Report report =
        options.measure(
            (machine, name, folder, progress) ->
                new MigrationBenchmark(labs, name, folder, extent, progress).run(machine));
    options.print(report);
    return 0;
  }
}
