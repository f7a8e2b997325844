package dev.mignet.apache.trace;

import dev.mignet.apache.trace.Ladder.Arrow;
import dev.mignet.apache.trace.Ladder.Change;
import dev.mignet.apache.trace.Ladder.Column;
import dev.mignet.apache.trace.Ladder.Fold;
import dev.mignet.apache.trace.Ladder.Kind;
import dev.mignet.apache.trace.Ladder.Row;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ladder as a picture. */
final class SvgLadder {

  private static final int SPACING = 200;
  private static final int LEFT = 150;
  private static final int RIGHT = 140;
  private static final int TOP = 128;
  private static final int ARROW_HEIGHT = 44;
  private static final int CHANGE_HEIGHT = 28;
  private static final int FOLD_HEIGHT = 32;

  /** How much lower an arrow is at each column: time goes down. */
  private static final int SLOPE = 4;

  /** Of the arcs by which an arrow goes over a column at which the packet does not stop. */
  private static final int ARC = 6;

  private static final String STYLE =
      """
      text { font-family: "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2933 }
      .title { font-size: 19px; font-weight: 600 }
      .legend, .role, .travel, .fold { font-size: 12px; fill: #66727f }
      .name { font-size: 15px; font-weight: 600 }
      .time { font-size: 12px; fill: #66727f; text-anchor: end }
      .label { font-size: 12px; text-anchor: middle; paint-order: stroke; stroke: #ffffff;
               stroke-width: 5px; stroke-linejoin: round }
      .state { font-size: 12px; font-weight: 600; fill: #ffffff }
      .what { font-size: 12px; paint-order: stroke; stroke: #ffffff; stroke-width: 5px }
      .life { stroke: #c5cdd6; stroke-width: 2 }
      .san { stroke: #e8a33d; stroke-width: 2; stroke-dasharray: 2 5; stroke-linecap: round }
      .arrow { fill: none; stroke-width: 2 }
      """;

  private final Ladder ladder;
  private final StringBuilder svg = new StringBuilder();
  private final int width;

  SvgLadder(Ladder ladder) {
    this.ladder = ladder;
    this.width = LEFT + (ladder.columns().size() - 1) * SPACING + RIGHT;
  }

  /** The whole file. */
  String draw() {
    int height = TOP + ladder.rows().stream().mapToInt(SvgLadder::height).sum() + 40;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">",
        width, height, width, height);
    line("<title>%s</title>", escape(ladder.title()));
    line("<style>%s</style>", STYLE.strip());
    line("<defs>");
    for (Kind kind : Kind.values()) {
      line(
          "<marker id=\"%s\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\""
              + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 10 5 0 10z\" fill=\"%s\"/></marker>",
          kind, colour(kind));
    }
    line("</defs>");
    line("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    line("<text class=\"title\" x=\"24\" y=\"34\">%s</text>", escape(ladder.title()));
    legend();
    columns(height);
    rows();
    line("</svg>");
    return svg.toString();
  }

  private void legend() {
    int x = 24;
    for (Kind kind : Kind.values()) {
      line(
          "<path class=\"arrow\" stroke=\"%s\" d=\"M%d 56h26\" marker-end=\"url(#%s)\"/>",
          colour(kind), x, kind);
      String text =
          switch (kind) {
            case REQUEST -> "the client's segments";
            case RESPONSE -> "the servers' segments";
            case MESSAGE -> "messages of the migration protocol";
          };
      line("<text class=\"legend\" x=\"%d\" y=\"60\">%s</text>", x + 34, text);
      x += 60 + text.length() * 7;
    }
  }

  private void columns(int height) {
    for (int i = 0; i < ladder.columns().size(); i++) {
      Column column = ladder.columns().get(i);
      boolean network = column.role().equals("network");
      line(
          "<path class=\"%s\" d=\"M%d %dV%d\"/>",
          network ? "san" : "life", x(i), TOP - 14, height - 18);
      line(
          "<text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(i), TOP - 38, escape(column.name()));
      line(
          "<text class=\"role\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(i), TOP - 21, escape(column.role()));
    }
    line("<text class=\"role\" x=\"%d\" y=\"%d\">on its way</text>", width - RIGHT + 40, TOP - 21);
    bars(height);
  }

  /** Each lifeline has the colour of the state that its node is in. */
  private void bars(int height) {
    Map<Integer, Change> current = new HashMap<>();
    Map<Integer, Integer> since = new HashMap<>();
    int y = TOP;
    for (Row row : ladder.rows()) {
      if (row instanceof Change change) {
        bar(current.get(change.column()), since.getOrDefault(change.column(), y), y + 12);
        current.put(change.column(), change);
        since.put(change.column(), y + 12);
      }
      y += height(row);
    }
    int end = height - 18;
    current.forEach((column, change) -> bar(change, since.getOrDefault(column, end), end));
  }

  /** A node has no state before its first change. */
  private void bar(@Nullable Change change, int from, int to) {
    if (change != null && !change.state().equals("gone")) {
      line(
          "<path stroke=\"%s\" stroke-width=\"7\" d=\"M%d %dV%d\" opacity=\"0.55\"/>",
          colour(change.state()), x(change.column()), from, to);
    }
  }

  private void rows() {
    long begin = ladder.rows().isEmpty() ? 0 : ladder.rows().get(0).nanos();
    int y = TOP;
    for (Row row : ladder.rows()) {
      String time = String.format(Locale.ROOT, "%.3f ms", (row.nanos() - begin) / 1e6);
      int middle = y + (row instanceof Arrow ? 28 : 16);
      line("<text class=\"time\" x=\"%d\" y=\"%d\">%s</text>", LEFT - 50, middle, time);
      if (row instanceof Arrow arrow) {
        arrow(arrow, y + 24);
      } else if (row instanceof Change change) {
        change(change, y);
      } else if (row instanceof Fold fold) {
        line(
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"11\" fill=\"#f0f3f6\"/>",
            LEFT - 30, y + 3, width - LEFT - RIGHT + 60);
        line(
            "<text class=\"fold\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            (LEFT + width - RIGHT) / 2, y + 18, escape(fold.text()));
      }
      y += height(row);
    }
  }

  private void arrow(Arrow arrow, int y) {
    int step = arrow.goesRight() ? 1 : -1;
    StringBuilder path = new StringBuilder("M" + x(arrow.first()) + ' ' + y);
    int at = y;
    for (int column = arrow.first() + step; column != arrow.last() + step; column += step) {
      at += SLOPE;
      boolean over = !arrow.stops().contains(column);
      int end = over ? x(column) - step * ARC : x(column) - (column == arrow.last() ? step * 3 : 0);
      path.append('L').append(end).append(' ').append(at);
      if (over) {
        path.append("a%d %d 0 0 %d %d 0".formatted(ARC, ARC, step > 0 ? 1 : 0, step * 2 * ARC));
      }
    }
    String colour = colour(arrow.kind());
    line(
        "<path class=\"arrow\" stroke=\"%s\" d=\"%s\" marker-end=\"url(#%s)\"/>",
        colour, path, arrow.kind());
    for (int stop : arrow.stops().subList(0, arrow.stops().size() - 1)) {
      int down = y + Math.abs(stop - arrow.first()) * SLOPE;
      line("<circle cx=\"%d\" cy=\"%d\" r=\"3.5\" fill=\"%s\"/>", x(stop), down, colour);
    }
    line(
        "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>",
        (x(arrow.first()) + x(arrow.last())) / 2,
        y + Math.abs(arrow.last() - arrow.first()) * SLOPE / 2 - 10,
        escape(arrow.label()));
    line(
        "<text class=\"travel\" x=\"%d\" y=\"%d\">%s</text>",
        width - RIGHT + 40, y + 6, travel(arrow.travel()));
  }

  private static String travel(long nanos) {
    return nanos < 1_000_000
        ? nanos / 1000 + " µs"
        : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  private void change(Change change, int y) {
    int pill = 18 + change.state().length() * 8;
    int x = x(change.column());
    boolean last = change.column() == ladder.columns().size() - 1;
    int left = last ? x - pill - 8 : x + 8;
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" rx=\"10\" fill=\"%s\"/>",
        left, y + 2, pill, colour(change.state()));
    line("<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"%s\"/>", x, y + 12, colour(change.state()));
    line(
        "<text class=\"state\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        left + pill / 2, y + 16, escape(change.state()));
    line(
        "<text class=\"what\" x=\"%d\" y=\"%d\"%s>%s</text>",
        last ? left - 8 : left + pill + 8,
        y + 16,
        last ? " text-anchor=\"end\"" : "",
        escape(change.text()));
  }

  private static int height(Row row) {
    if (row instanceof Arrow) {
      return ARROW_HEIGHT;
    }
    return row instanceof Change ? CHANGE_HEIGHT : FOLD_HEIGHT;
  }

  private static int x(int column) {
    return LEFT + column * SPACING;
  }

  private static String colour(Kind kind) {
    return switch (kind) {
      case REQUEST -> "#2563b5";
      case RESPONSE -> "#2f8a4c";
      case MESSAGE -> "#d97a06";
    };
  }

  private static String colour(String state) {
    return switch (state) {
      case "local" -> "#2f8a4c";
      case "forward" -> "#2563b5";
      case "importing" -> "#7a4fb5";
      case "gone" -> "#8894a1";
      default -> "#d97a06"; // on its way from one to the other
    };
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void line(String format, Object... values) {
    svg.append(
        values.length == 0
            ? format.replace("%%", "%")
            : String.format(Locale.ROOT, format, values));
    svg.append('\n');
  }
}
