package dev.mignet.apache.bench;

import dev.mignet.apache.bench.links.LinksBenchmark;
import dev.mignet.apache.bench.links.LinksReport;
import dev.mignet.topology.cli.JsonOption;
import dev.mignet.topology.spi.LabRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--quick",
      description = "Only see whether it works, in half a minute; the figures say little.")
  private boolean quick;

  /** In labs of this runner's. */
  public LinksCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    LinksReport report =
        new BenchRun(command)
            .measure(
                (machine, name, folder, progress) ->
                    new LinksBenchmark(labs, quick ? QUICK_SECONDS : SECONDS, progress)
                        .run(name, folder));
    json.print(command.commandLine().getOut(), report, report.table(), report.lines());
    return 0;
  }
}
