package dev.mignet.topology.cli;

import dev.mignet.topology.look.NodeProcesses;
import dev.mignet.topology.look.NodeProcesses.NodeProcess;
import dev.mignet.topology.run.LocalLabs;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet ps}. */
@Command(
    name = "ps",
    description = "List the processes of each node, those of exec and shell included.")
final class PsCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  PsCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() {
    List<NodeProcess> processes = NodeProcesses.of(options.state(labs));
    Table table = new Table("NODE", "PID", "SERVICE", "CPU S", "MIB", "COMMAND");
    for (NodeProcess process : processes) {
      table.row(
          process.node(),
          Long.toString(process.pid()),
          process.service(),
          String.format(Locale.ROOT, "%.2f", process.cpuMillis() / 1e3),
          String.format(Locale.ROOT, "%.1f", process.residentBytes() / (double) (1 << 20)),
          process.command());
    }
    json.print(options.out(), processes, table);
    return ExitCode.DONE;
  }
}
