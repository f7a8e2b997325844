package dev.mignet.apache.demo;

import dev.mignet.apache.command.InterruptGuard;
import dev.mignet.apache.command.QuietNetwork;
import dev.mignet.apache.command.Tools;
import dev.mignet.apache.command.ValidityOption;
import dev.mignet.apache.server.ApacheService;
import dev.mignet.topology.cli.JsonOption;
import dev.mignet.topology.cli.ProgressLine;
import dev.mignet.topology.cli.Table;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.fidelity.Verdict;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mignet demo}: brings a lab up, shows live migration in it, takes it down. */
@Command(
    name = "demo",
    description = "Show live migration in a lab of its own, which is taken down at the end.")
final class DemoCommand implements Callable<Integer> {

  private final LabRunner labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(
      names = "--server",
      paramLabel = "KIND",
      converter = Server.Converter.class,
      description =
          "What serves: ${COMPLETION-CANDIDATES}; default: apache, or embedded where there is"
              + " none.")
  private @Nullable Server server;

  @Option(
      names = "--captures",
      paramLabel = "FOLDER",
      description =
          "The folder of the captures, in which each run makes its own; default: ${DEFAULT-VALUE}.")
  private Path captures = Path.of("mignet-demo-captures");

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin private final ValidityOption validity = new ValidityOption();

  /** All of it, as JSON shows it; the fidelity is null where it is not known. */
  private record Result(List<Finding> findings, @Nullable Verdict fidelity, String folder) {}

  DemoCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    CommandLine line = command.commandLine();
    PrintWriter out = json.wanted() ? line.getErr() : line.getOut(); // tells how it goes
    if (!Doctor.isRoot()) {
      throw new LabException("mignet demo needs root: run it with sudo");
    }
    Tools.require("demo", "curl", "dumpcap");
    String kind = chooseServer(out).toString();
    Path folder =
        Files.createDirectories(
            captures
                .toAbsolutePath()
                .resolve(
                    LocalDateTime.now(ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))));
    try {
      Path topology = DemoTopology.write(folder, labName(), kind);
      return InterruptGuard.run(() -> play(topology, folder, out));
    } finally {
      InvokingUser.handOver(captures.toAbsolutePath());
      out.println("captures and topology: " + folder);
      out.flush();
    }
  }

  /** Several demonstrations may run at once, and one that was killed must not hinder the next. */
  private static String labName() {
    return "demo-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
  }

  private Server chooseServer(PrintWriter out) {
    if (server == Server.EMBEDDED) {
      out.println("server: a small HTTP server of the JDK in the place of Apache, as asked for");
      return Server.EMBEDDED;
    }
    List<Feature> missing =
        new ApacheService().features().stream().filter(f -> !f.present()).toList();
    if (server == null && !missing.isEmpty()) {
      out.println(
          "server: a small HTTP server of the JDK in the place of Apache, which cannot be had: "
              + missing.get(0).detail());
      return Server.EMBEDDED;
    }
    return Server.APACHE; // where it is missing after all, bringing the lab up says so
  }

  /** What to end with. */
  private int play(Path topology, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    Lab description = labs.read(topology);
    long start = System.nanoTime();
    try (RunningLab lab = bringUp(description, topology)) {
      out.printf(
          Locale.ROOT,
          "lab %s is up: %d nodes, %.1f s%n",
          description.name(),
          description.nodes().size(),
          (System.nanoTime() - start) / 1e9);
      QuietNetwork.of(description.name());
      List<Finding> findings = List.of();
      try {
        findings = new Demonstration(lab, folder, out).run();
      } finally {
        if (!succeeded(findings)) {
          LabLogs.copy(lab, folder.resolve("logs"));
        }
      }
      out.println();
      out.flush();
      Verdict fidelity = Fidelity.sinceUp(lab.lab()).orElse(null);
      print(new Result(findings, fidelity, folder.toString()), lab.lab().name());
      return succeeded(findings)
          ? validity.exitCode(Optional.ofNullable(fidelity).stream().toList())
          : 1;
    }
  }

  private static boolean succeeded(List<Finding> findings) {
    return !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
  }

  private RunningLab bringUp(Lab lab, Path topology) {
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr())) {
      return labs.up(lab, topology, progress);
    }
  }

  private void print(Result result, String lab) {
    Table table = new Table("", "TOLD", "SEEN", "");
    for (Finding finding : result.findings()) {
      table.row(
          finding.subject(), finding.told(), finding.seen(), finding.holds() ? "ok" : "FAILED");
    }
    List<String> lines = new ArrayList<>(List.of(""));
    if (result.fidelity() != null) {
      lines.addAll(result.fidelity().lines("lab " + lab));
    }
    json.print(command.commandLine().getOut(), result, table, lines);
  }
}
