package dev.mignet.apache.bench;

import dev.mignet.topology.cli.JsonOption;
import dev.mignet.topology.cli.Table;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each benchmark can be told, and what all have around them. */
public final class BenchOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--quick",
      description = "Only see whether it works, in half a minute at most; the figures say little.")
  private boolean quick;

  /** Whether the figures do not matter. */
  public boolean quick() {
    return quick;
  }

  /** As {@link BenchRun#measure}. */
  public <T> T measure(BenchRun.Measurement<T> measurement) throws Exception {
    return new BenchRun(command).measure(measurement);
  }

  /** Prints what was measured, as JSON or as a table with lines behind it. */
  public void print(Object report, Table table, List<String> lines) {
    json.print(command.commandLine().getOut(), report, table, lines);
  }

  /** Prints figures, and to standard error what a reader of them has to know. */
  public void print(Report report) {
    print(report, report.table(), report.fidelityLines());
    report.remarks().forEach(command.commandLine().getErr()::println);
    command.commandLine().getErr().flush();
  }
}
