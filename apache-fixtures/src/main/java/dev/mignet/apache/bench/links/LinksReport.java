package dev.mignet.apache.bench.links;

import dev.mignet.san.measure.Figure;
import dev.mignet.san.measure.Floor;
import dev.mignet.san.measure.Judgement;
import dev.mignet.topology.calibrate.FigureText;
import dev.mignet.topology.cli.Table;
import dev.mignet.topology.fidelity.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * All figures of a run.
 *
 * @param floors of the machine
 * @param missing engines that the kernel does not have
 * @param fidelity of the lab while it was measured
 */
public record LinksReport(
    List<LinksRow> rows, List<Floor> floors, List<String> missing, Verdict fidelity) {

  /**
   * One figure.
   *
   * @param engine that had to do with it: {@code tbf}, {@code nfqueue} or {@code netem}
   */
  public record LinksRow(String wire, String engine, Figure figure) {}

  /** One row a figure. */
  public Table table() {
    Table table = new Table("WIRE", "BY", "FIGURE", "TARGET", "MEASURED", "ERROR", "", "WHY");
    for (LinksRow row : rows) {
      Figure figure = row.figure();
      table.row(
          row.wire(),
          row.engine(),
          FigureText.name(figure.quantity()),
          FigureText.target(figure),
          FigureText.measured(figure),
          FigureText.error(figure),
          met(figure.judgement()),
          figure.why());
    }
    return table;
  }

  private static String met(Judgement judgement) {
    return switch (judgement) {
      case WITHIN -> "met";
      case FLOOR -> "floor";
      case OFF -> "missed";
      case NOT_MEASURED -> "not measured";
    };
  }

  /** What stands below the table. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    floors.forEach(floor -> lines.add("floor of this machine: " + FigureText.floor(floor)));
    missing.forEach(engine -> lines.add("not measured: " + engine + ", which this kernel lacks"));
    lines.addAll(fidelity.lines("the lab"));
    return lines;
  }
}
