package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Layout.Point;
import dev.mignet.topology.graph.Shape.Mark;
import dev.mignet.topology.graph.Sketch.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** What explains the signs of a picture that speak not for themselves, in a column below it. */
final class Legend {

  private static final double INDENT = 12;
  private static final double SAMPLE = 26;

  private final List<Entry> entries = new ArrayList<>();

  /** A sign and what it means. */
  private record Entry(Mark mark, String text) {}

  Legend(Sketch sketch) {
    List<Endpoint> endpoints =
        sketch.boxes().stream().flatMap(box -> box.endpoints().stream()).toList();
    if (endpoints.stream().anyMatch(Endpoint::entrance)) {
      entries.add(new Entry(Mark.ENTRANCE, "gets new connections"));
    }
    if (endpoints.stream().anyMatch(endpoint -> !endpoint.attracts().isEmpty())) {
      entries.add(new Entry(Mark.ATTRACTS, "such a request moves its connection here"));
    }
    if (!endpoints.isEmpty()) {
      entries.add(new Entry(Mark.NONE, "carries migrations")); // a piece of that wire
    }
  }

  double height() {
    return entries.isEmpty() ? 0 : entries.size() * Shape.LINE + INDENT;
  }

  double width() {
    return entries.stream()
            .mapToDouble(entry -> Helvetica.width(entry.text(), Shape.SMALL_SIZE))
            .max()
            .orElse(0)
        + 2 * INDENT
        + SAMPLE;
  }

  void draw(Svg svg, double top) {
    double baseline = top + Shape.LINE - 4;
    for (Entry entry : entries) {
      if (entry.mark() == Mark.NONE) {
        Point from = new Point(INDENT, baseline - 4);
        svg.wire(List.of(from, new Point(INDENT + SAMPLE - 8, baseline - 4)), true);
      } else {
        Symbols.mark(svg.canvas(), entry.mark(), INDENT + 4, baseline);
      }
      svg.text(entry.text(), INDENT + SAMPLE, baseline, Shape.SMALL_SIZE, "start");
      baseline += Shape.LINE;
    }
  }
}
