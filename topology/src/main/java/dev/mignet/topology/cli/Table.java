package dev.mignet.topology.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Rows under headings, each column as wide as its widest cell. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  /** A table without rows yet. */
  public Table(String... headings) {
    columns = headings.length;
    rows.add(List.of(headings));
  }

  /** Adds a row: a cell for each heading. */
  public Table row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Prints all rows, the headings in bold on a terminal. */
  public void print(PrintWriter out) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      String text = line.toString().stripTrailing();
      boolean heading = row == rows.get(0);
      out.println(heading ? Ansi.AUTO.string("@|bold " + text + "|@") : text);
    }
  }
}
