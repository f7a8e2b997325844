package dev.mignet.apache.bench.queue;

import dev.mignet.apache.bench.BenchOptions;
import dev.mignet.apache.bench.Report;
import dev.mignet.topology.spi.LabRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet bench queue}. */
@Command(
    name = "queue",
    description = {
      "Measure how many packets a second a migration daemon lets pass, beside a C program with"
          + " libnetfilter_queue in its place.",
      "A target that is missed is no failure."
    })
public final class QueueCommand implements Callable<Integer> {

  private final LabRunner labs;

  @Mixin private final BenchOptions options = new BenchOptions();

  /** In labs of this runner's. */
  public QueueCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    Report report =
        options.measure(
            (machine, name, folder, progress) ->
                new QueueBenchmark(labs, name, folder, options.quick() ? 1 : 10, progress)
                    .run(machine));
    options.print(report);
    return 0;
  }
}
