package dev.mignet.apache.bench;

import dev.mignet.apache.bench.Row.Ratio;
import dev.mignet.apache.bench.Row.Target;
import dev.mignet.topology.cli.Table;
import dev.mignet.topology.fidelity.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * All figures of a run.
 *
 * @param fidelity of the lab while it was measured
 * @param remarks what a reader of the figures has to know, each a sentence
 */
public record Report(Machine machine, List<Row> rows, List<Judged> fidelity, List<String> remarks) {

  /**
   * What the verdict on a part of the benchmark is.
   *
   * @param saturates whether the part leaves the machine no rest on purpose
   */
  public record Judged(String part, boolean saturates, Verdict verdict) {}

  /** The verdicts by which figures are valid or not. */
  List<Verdict> verdicts() {
    return fidelity.stream().filter(part -> !part.saturates()).map(Judged::verdict).toList();
  }

  /** The verdicts, in words. */
  public List<String> fidelityLines() {
    return fidelity.stream()
        .flatMap(judged -> judged.verdict().lines(judged.part()).stream())
        .toList();
  }

  /** One row a figure. */
  public Table table() {
    Table table = new Table("", "MEDIAN", "QUARTILES", "N", "RATIO", "TARGET", "");
    for (Row row : rows) {
      Summary summary = row.summary();
      Ratio ratio = row.ratio();
      Target target = row.target();
      table.row(
          row.name(),
          row.unit().text(summary.median()),
          row.unit().text(summary.lowerQuartile())
              + " .. "
              + row.unit().text(summary.upperQuartile()),
          Integer.toString(summary.count()),
          ratio == null ? "" : String.format(Locale.ROOT, "%.2fx %s", ratio.value(), ratio.to()),
          target == null ? "" : target.bound(),
          target == null ? "" : target.met() ? "met" : "missed");
    }
    return table;
  }
}
