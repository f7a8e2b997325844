package dev.mignet.apache.bench;

import dev.mignet.apache.command.InterruptGuard;
import dev.mignet.topology.cli.ProgressLine;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What all benchmarks have around them: root, a folder that goes, names of their own, progress. */
public final class BenchRun {

  private final CommandSpec command;

  /** Of a command, which measures. */
  public BenchRun(CommandSpec command) {
    this.command = command;
  }

  /** Measures. */
  @FunctionalInterface
  public interface Measurement<T> {
    /**
     * Measures everything; nothing of its labs is left then.
     *
     * @param machine as it was before
     * @param name which the labs' names begin with
     * @param folder for topologies and output; it is deleted afterwards
     * @param progress told about each stage
     */
    T measure(Machine machine, String name, Path folder, Progress progress) throws Exception;
  }

  /** Prints what the machine is, measures, and returns what was measured. */
  public <T> T measure(Measurement<T> measurement) throws Exception {
    if (!Doctor.isRoot()) {
      throw new LabException(command.qualifiedName() + " needs root: run it with sudo");
    }
    Path folder = Files.createTempDirectory("mignet-bench");
    try {
      PrintWriter err = command.commandLine().getErr();
      Machine machine = Machine.probe();
      err.println(machine);
      err.flush();
      // Several may run at once, and one that was killed must not hinder the next.
      String name = "bench-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
      return InterruptGuard.run(
          () -> {
            try (ProgressLine progress = new ProgressLine(err)) {
              return measurement.measure(machine, name, folder, progress);
            }
          });
    } finally {
      delete(folder);
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
