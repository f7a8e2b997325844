package dev.mignet.apache.trace;

import dev.mignet.apache.command.InterruptGuard;
import dev.mignet.apache.command.Tools;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.topology.cli.LabOptions;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.yaml.DurationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mignet trace}. */
@Command(
    name = "trace",
    description = {
      "Draw one migration as a ladder diagram: every packet at the client, the front-end and the"
          + " back-ends, and what their daemons made of it.",
      "Without files it captures in a lab that is up, and waits for the next migration, or that of"
          + " one connection. With files (captures NODE.pcapng, event logs *.jsonl, or folders of"
          + " them such as that of the demonstration) it draws what they hold."
    })
final class TraceCommand implements Callable<Integer> {

  private static final String NEXT = "next";
  private static final String ADDRESS_AND_PORT = "([0-9]+(\\.[0-9]+){3}|\\[[0-9a-f:]+\\]):[0-9]+";
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** A dumpcap at each. */
  private static final int MOST_NODES = 32;

  private final LocalLabs labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "CONNECTION|FILE",
      description =
          "A client's address and port, such as 10.9.1.1:40812, or \"next\"; or files and folders to"
              + " read.")
  private List<String> subjects = new ArrayList<>();

  @Option(
      names = {"-c", "--connection"},
      paramLabel = "CONNECTION",
      description = "Which connection of the files; default: the one that migrates first.")
  private @Nullable String connection;

  @Option(
      names = "--migration",
      paramLabel = "NUMBER",
      description = "Which migration of the connection; default: ${DEFAULT-VALUE}, the first.")
  private Long migration = 1L;

  @Option(names = "--all", description = "Draw every packet, of long transfers too.")
  private boolean all;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to wait for a migration; default: ${DEFAULT-VALUE}.")
  private String wait = "60 s";

  @Option(
      names = "--at",
      paramLabel = "NODE",
      split = ",",
      description = "The nodes to capture at, where a lab has more than 32; default: all.")
  private List<String> at = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "FOLDER",
      description = "Keep the captures in this folder, which is made.")
  private @Nullable Path keep;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What to draw: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      description = "How wide the text may be; default: the terminal's width, 120 without one.")
  private @Nullable Long width;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write; default: standard output.")
  private @Nullable Path output;

  private enum Format {
    TEXT,
    SVG;

    @Override
    public String toString() { // as the user writes it
      return name().toLowerCase(Locale.ROOT);
    }
  }

  TraceCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    boolean live = subjects.isEmpty() || subjects.size() == 1 && isLive(subjects.get(0));
    Recording recording =
        live ? record() : Recording.read(subjects.stream().map(Path::of).toList());
    Optional<String> client = live ? subject() : Optional.ofNullable(connection);
    LadderBuilder builder = new LadderBuilder(recording, flow(recording, client));
    if (migration < 1 || migration > builder.migrations()) {
      throw options.usage(
          "--migration: the connection has " + builder.migrations() + ", found " + migration);
    }
    Ladder ladder = builder.build(migration.intValue(), all);
    String drawing =
        switch (format) {
          case TEXT -> new TextLadder(ladder, width()).draw();
          case SVG -> new SvgLadder(ladder).draw();
        };
    if (output == null) {
      options.out().print(drawing);
      options.out().flush();
    } else {
      Files.writeString(output, drawing);
    }
    return 0;
  }

  private static boolean isLive(String subject) {
    return subject.equals(NEXT) || subject.matches(ADDRESS_AND_PORT);
  }

  private Optional<String> subject() {
    return subjects.stream().filter(subject -> !subject.equals(NEXT)).findFirst();
  }

  private static FlowKey flow(Recording recording, Optional<String> client) {
    List<FlowKey> migrated = recording.migrated();
    return migrated.stream()
        .filter(flow -> flow.client().equals(client.orElse(flow.client())))
        .findFirst()
        .orElseThrow(
            () ->
                new LabException(
                    migrated.isEmpty()
                        ? "nothing that was captured migrates"
                        : "no connection of "
                            + client.orElse("")
                            + " migrates in it; of these one does: "
                            + String.join(", ", migrated.stream().map(FlowKey::client).toList())));
  }

  private Recording record() throws Exception {
    DurationText.problemOf(wait, SHORTEST_WAIT, LONGEST_WAIT)
        .ifPresent(
            problem -> {
              throw options.usage("--wait: " + problem);
            });
    long seconds = DurationText.parse(wait).orElseThrow().toSeconds();
    options.requireRoot();
    Tools.require("trace", "dumpcap");
    RunningLab lab = options.running(labs);
    List<String> nodes = nodes(lab);
    Path folder =
        keep == null ? Files.createTempDirectory("mignet-trace") : Files.createDirectories(keep);
    PrintWriter err = command.commandLine().getErr();
    try {
      return InterruptGuard.run(
          () ->
              new LiveRecording(lab, nodes, folder)
                  .record(
                      subject(),
                      Math.toIntExact(seconds),
                      () -> {
                        err.println("waiting for a migration");
                        err.flush();
                      }));
    } finally {
      if (keep == null) {
        delete(folder);
      }
    }
  }

  private List<String> nodes(RunningLab lab) {
    List<String> known = lab.lab().nodes().stream().map(Node::name).toList();
    for (String node : at) {
      if (!known.contains(node)) {
        throw options.usage("--at: no node named \"" + node + '"');
      }
    }
    List<String> nodes = at.isEmpty() ? known : at;
    if (nodes.size() > MOST_NODES) {
      throw options.usage(
          "the lab has " + nodes.size() + " nodes; name those to capture at: --at NODE,NODE...");
    }
    return nodes;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private int width() throws IOException, InterruptedException {
    return width == null ? TerminalWidth.columns() : Math.toIntExact(width);
  }
}
