package dev.mignet.apache.bench.migration;

import dev.mignet.apache.bench.BenchRun;
import dev.mignet.apache.bench.Report;
import dev.mignet.apache.command.Tools;
import dev.mignet.topology.cli.JsonOption;
import dev.mignet.topology.spi.LabRunner;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--quick",
      description = "Only see whether it works, in half a minute; the figures say little.")
  private boolean quick;

  /** In labs of this runner's. */
  public MigrationCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    Tools.require("bench migration", "wrk", "haproxy");
    PrintWriter err = command.commandLine().getErr();
    Extent extent = quick ? Extent.QUICK : Extent.FULL;
    Report report =
        new BenchRun(command)
            .measure(
                (machine, name, folder, progress) ->
                    new MigrationBenchmark(labs, name, folder, extent, progress).run(machine));
    json.print(command.commandLine().getOut(), report, report.table(), report.fidelityLines());
    report.remarks().forEach(err::println);
    err.flush();
    return 0;
  }
}
