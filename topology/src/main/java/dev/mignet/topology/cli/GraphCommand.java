package dev.mignet.topology.cli;

import dev.mignet.topology.graph.Dot;
import dev.mignet.topology.graph.Mermaid;
import dev.mignet.topology.graph.Svg;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mignet graph}. */
@Command(
    name = "graph",
    description = {
      "Draw a topology: nodes, links, switches and virtual addresses.",
      "Marks or arrows show which back-ends get new connections, and where the policy moves them."
    })
final class GraphCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The language: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Format format = Format.MERMAID;

  private enum Format {
    MERMAID,
    DOT,
    SVG;

    @Override
    public String toString() { // as the user writes it
      return name().toLowerCase(Locale.ROOT);
    }
  }

  GraphCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException {
    Lab lab = options.description(labs);
    String picture =
        switch (format) {
          case MERMAID -> Mermaid.of(lab);
          case DOT -> Dot.of(lab);
          case SVG -> Svg.of(lab);
        };
    options.out().print(picture);
    options.out().flush();
    return ExitCode.DONE;
  }
}
