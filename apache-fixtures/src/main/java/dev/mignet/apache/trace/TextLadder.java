package dev.mignet.apache.trace;

import dev.mignet.apache.trace.Ladder.Arrow;
import dev.mignet.apache.trace.Ladder.Change;
import dev.mignet.apache.trace.Ladder.Column;
import dev.mignet.apache.trace.Ladder.Fold;
import dev.mignet.apache.trace.Ladder.Row;
import java.util.Locale;
import java.util.function.Function;

/** A ladder in characters: times at the left, what the arrows are at the right. */
final class TextLadder {

  /** Narrower than this nothing can be read. */
  static final int NARROWEST = 72;

  private static final int TIME = 14;
  private static final int LEAST_SPACING = 7;
  private static final int MOST_SPACING = 16;

  /** What a label needs at the least, to be of use. */
  private static final int LABEL = 36;

  private final Ladder ladder;
  private final int width;
  private final int spacing;
  private final int labels;

  /**
   * A drawing.
   *
   * @param width in characters, at least {@link #NARROWEST}
   */
  TextLadder(Ladder ladder, int width) {
    this.ladder = ladder;
    this.width = Math.max(width, NARROWEST);
    int columns = ladder.columns().size();
    int longest =
        ladder.columns().stream()
            .mapToInt(column -> Math.max(column.name().length(), column.role().length()))
            .max()
            .orElse(0);
    // Columns take a third of what there is, and more where their names need it; labels the rest.
    int fair = (this.width - TIME) / 3 / columns;
    int named = Math.min(longest + 1, (this.width - TIME - LABEL) / columns);
    this.spacing = Math.max(LEAST_SPACING, Math.min(MOST_SPACING, Math.max(fair, named)));
    this.labels = TIME + (columns - 1) * spacing + 4;
  }

  /** All lines, each with its end. */
  String draw() {
    StringBuilder text = new StringBuilder(ladder.title()).append("\n\n");
    text.append(head("ms", Column::name));
    if (ladder.columns().stream().allMatch(column -> column.role().length() < spacing)) {
      text.append(head("", Column::role));
    }
    long begin = ladder.rows().isEmpty() ? 0 : ladder.rows().get(0).nanos();
    for (Row row : ladder.rows()) {
      text.append(line(row, begin)).append('\n');
    }
    return text.toString();
  }

  private String head(String left, Function<Column, String> word) {
    StringBuilder line = blank(' ');
    put(line, TIME - 5 - left.length(), left);
    for (int i = 0; i < ladder.columns().size(); i++) {
      String text = word.apply(ladder.columns().get(i));
      String fitting = text.length() < spacing ? text : text.substring(0, spacing - 1);
      put(line, at(i) - fitting.length() / 2, fitting);
    }
    return line.toString().stripTrailing() + '\n';
  }

  private String line(Row row, long begin) {
    StringBuilder line = blank('│');
    String time = String.format(Locale.ROOT, "%.3f", (row.nanos() - begin) / 1e6);
    put(line, Math.max(0, TIME - 5 - time.length()), time);
    if (row instanceof Arrow arrow) {
      draw(line, arrow);
      put(line, labels, arrow.label());
    } else if (row instanceof Change change) {
      put(line, at(change.column()), "● " + change.state() + ": " + change.text() + ' ');
    } else if (row instanceof Fold fold) {
      for (int i = 0; i < ladder.columns().size(); i++) {
        put(line, at(i), "┊");
      }
      put(line, labels, "… " + fold.text());
    }
    String whole = line.toString().stripTrailing();
    return whole.length() <= width ? whole : whole.substring(0, width - 1) + '…';
  }

  /** A line goes over the columns at which the packet does not stop. */
  private void draw(StringBuilder line, Arrow arrow) {
    int left = Math.min(arrow.first(), arrow.last());
    int right = Math.max(arrow.first(), arrow.last());
    for (int i = at(left) + 1; i < at(right); i++) {
      line.setCharAt(i, '─');
    }
    for (int stop : arrow.stops()) {
      line.setCharAt(at(stop), '┼');
    }
    line.setCharAt(at(arrow.first()), arrow.goesRight() ? '├' : '┤');
    line.setCharAt(at(arrow.last()), '│');
    line.setCharAt(
        arrow.goesRight() ? at(arrow.last()) - 1 : at(arrow.last()) + 1,
        arrow.goesRight() ? '▶' : '◀');
  }

  private StringBuilder blank(char lifeline) {
    StringBuilder line = new StringBuilder(" ".repeat(labels));
    for (int i = 0; i < ladder.columns().size(); i++) {
      line.setCharAt(at(i), lifeline);
    }
    return line;
  }

  private int at(int column) {
    return TIME + column * spacing;
  }

  private static void put(StringBuilder line, int at, String text) {
    while (line.length() < at + text.length()) {
      line.append(' ');
    }
    line.replace(at, at + text.length(), text);
  }
}
