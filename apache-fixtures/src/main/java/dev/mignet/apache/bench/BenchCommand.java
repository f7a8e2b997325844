package dev.mignet.apache.bench;

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

/** {@code mignet bench}. */
@Command(
    name = "bench",
    description =
        "Measure what migration costs on this machine, in labs of its own; a target that is missed"
            + " is no failure.")
public final class BenchCommand implements Callable<Integer> {

  private final LabRunner labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--quick",
      description = "Only see whether it works, in ten seconds; the figures say little.")
  private boolean quick;

  /** In labs of this runner's. */
  public BenchCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    Tools.require("bench", "wrk");
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    Counts counts = quick ? Counts.QUICK : Counts.FULL;
    Report report =
        new BenchRun(command)
            .measure(
                (machine, name, folder, progress) ->
                    new Benchmark(labs, name, folder, counts, progress).run(machine));
    json.print(out, report, report.table(), report.fidelityLines());
    report.remarks().forEach(err::println);
    err.flush();
    return 0;
  }
}
