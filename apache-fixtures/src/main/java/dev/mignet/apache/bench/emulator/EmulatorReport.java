package dev.mignet.apache.bench.emulator;

import dev.mignet.apache.bench.Machine;
import dev.mignet.apache.bench.Summary;
import dev.mignet.topology.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a run.
 *
 * @param version seconds of {@code mignet version}
 * @param largeLab null where none was wanted
 */
record EmulatorReport(
    Machine machine,
    List<Figure> figures,
    List<Absent> absent,
    Summary version,
    LargeLab.@Nullable Course largeLab,
    List<Goal> goals) {

  /** Who could not take part, and why. */
  record Absent(String contestant, String why) {}

  Table table() {
    Table table = new Table("NODES", "", "UP", "QUARTILES", "/ MIGNET", "DOWN", "/ MIGNET", "N");
    for (Figure figure : figures) {
      Figure mignet =
          figures.stream()
              .filter(f -> f.nodes() == figure.nodes())
              .filter(f -> f.contestant().equals(CommandContestant.NAME))
              .findFirst()
              .orElseThrow();
      Summary up = figure.up();
      table.row(
          Integer.toString(figure.nodes()),
          figure.contestant(),
          seconds(up.median()),
          seconds(up.lowerQuartile()) + " .. " + seconds(up.upperQuartile()),
          ratio(up.median() / mignet.up().median()),
          seconds(figure.down().median()),
          ratio(figure.down().median() / mignet.down().median()),
          Integer.toString(up.count()));
    }
    return table;
  }

  /** What is printed behind the table. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    absent.forEach(who -> lines.add(who.contestant() + ": " + who.why()));
    if (largeLab != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d nodes: up %s, %d of %d pings answered in %s, down %s, nothing left",
              largeLab.nodes(),
              seconds(largeLab.up()),
              largeLab.answered(),
              largeLab.pings(),
              seconds(largeLab.ping()),
              seconds(largeLab.down())));
    }
    goals.forEach(
        goal ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%s %.2f, target %s: %s",
                    goal.what(),
                    goal.value(),
                    goal.bound(),
                    goal.met() ? "met" : "missed")));
    return lines;
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.3f s" : "%.2f s", value);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.1fx", value);
  }
}
