package dev.mignet.apache.bench;

import dev.mignet.apache.command.InterruptGuard;
import dev.mignet.apache.command.Tools;
import dev.mignet.topology.cli.JsonOption;
import dev.mignet.topology.cli.ProgressLine;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
final class BenchCommand implements Callable<Integer> {

  private final LabRunner labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--quick",
      description = "Only see whether it works, in ten seconds; the figures say little.")
  private boolean quick;

  BenchCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    if (!Doctor.isRoot()) {
      throw new LabException("mignet bench needs root: run it with sudo");
    }
    Tools.require("bench", "wrk");
    Path folder = Files.createTempDirectory("mignet-bench");
    try {
      Machine machine = Machine.probe();
      err.println(machine);
      err.flush();
      Report report = InterruptGuard.run(() -> measure(machine, folder, err));
      json.print(out, report, report.table(), report.fidelityLines());
      report.remarks().forEach(err::println);
      err.flush();
      return 0;
    } finally {
      delete(folder);
    }
  }

  private Report measure(Machine machine, Path folder, PrintWriter terminal) throws Exception {
    // Several may run at once, and one that was killed must not hinder the next.
    String name = "bench-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    try (ProgressLine progress = new ProgressLine(terminal)) {
      return new Benchmark(labs, name, folder, quick ? Counts.QUICK : Counts.FULL, progress)
          .run(machine);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
