package dev.mignet.apache.bench;

import dev.mignet.apache.bench.links.LinksBenchmark;
import dev.mignet.apache.bench.links.LinksReport;
import dev.mignet.apache.command.ValidityOption;
import dev.mignet.topology.spi.LabRunner;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet bench links}. */
@Command(
    name = "links",
    description = {
      "Measure whether wires are what they are told to be: rates, delays and losses, with each link"
          + " engine that this kernel has.",
      "A target that is missed is no failure."
    })
public final class LinksCommand implements Callable<Integer> {

  private static final double SECONDS = 5;
  private static final double QUICK_SECONDS = 0.6;

  private final LabRunner labs;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Mixin private final ValidityOption validity = new ValidityOption();

  /** In labs of this runner's. */
  public LinksCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    LinksReport report =
        options.measure(
            (machine, name, folder, progress) ->
                new LinksBenchmark(labs, options.quick() ? QUICK_SECONDS : SECONDS, progress)
                    .run(name, folder));
    options.print(report, report.table(), report.lines());
    return validity.exitCode(List.of(report.fidelity()));
  }
}
