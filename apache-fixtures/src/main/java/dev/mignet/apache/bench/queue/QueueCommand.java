package dev.mignet.apache.bench.queue;

import dev.mignet.apache.bench.BenchRun;
import dev.mignet.apache.bench.Report;
import dev.mignet.topology.cli.JsonOption;
import dev.mignet.topology.spi.LabRunner;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--quick",
      description = "Only see whether it works, in ten seconds; the figures say little.")
  private boolean quick;

  /** In labs of this runner's. */
  public QueueCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    Report report =
        new BenchRun(command)
            .measure(
                (machine, name, folder, progress) ->
                    new QueueBenchmark(labs, name, folder, quick ? 1 : 10, progress).run(machine));
    json.print(command.commandLine().getOut(), report, report.table(), report.fidelityLines());
    report.remarks().forEach(err::println);
    err.flush();
    return 0;
  }
}
