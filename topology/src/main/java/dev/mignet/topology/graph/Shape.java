package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Sketch.Box;
import dev.mignet.topology.graph.Sketch.Endpoint;
import dev.mignet.topology.graph.Sketch.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A node's box, before it has a place: a heading, below it a row for each interface, those whose
 * wires lead to the left beside those whose wires lead to the right, and below them its endpoints.
 * In pixels of 1/96 inch.
 *
 * @param west interfaces whose wires lead to the left
 * @param east interfaces whose wires lead to the right
 */
record Shape(Box box, List<Port> west, List<Port> east) {

  static final double NAME_SIZE = 13;
  static final double TEXT_SIZE = 11;
  static final double SMALL_SIZE = 10;
  static final double LINE = 14;
  static final double MARGIN = 8;

  /** A symbol left of the name, and the room between both. */
  static final double SYMBOL = 16;

  static final double SYMBOL_GAP = 6;

  private static final double GAP_BETWEEN_SIDES = 18;

  /** What stands of its endpoints at a back-end. */
  List<EndpointLine> endpointLines() {
    List<EndpointLine> lines = new ArrayList<>();
    for (Endpoint endpoint : box.endpoints()) {
      lines.add(
          new EndpointLine(
              endpoint.entrance() ? Mark.ENTRANCE : Mark.NONE,
              endpoint.name() + ' ' + endpoint.address()));
      endpoint.attracts().forEach(prefix -> lines.add(new EndpointLine(Mark.ATTRACTS, prefix)));
    }
    return lines;
  }

  /** A line of text behind a mark. */
  record EndpointLine(Mark mark, String text) {}

  /** What is in front of a line; the legend explains it. */
  enum Mark {
    NONE,
    ENTRANCE,
    ATTRACTS;

    /** The room that it takes, used or not. */
    static final double WIDTH = 16;
  }

  double headingHeight() {
    return MARGIN / 2 + NAME_SIZE + 4 + box.remarks().size() * (SMALL_SIZE + 2) + MARGIN / 2;
  }

  /** Of each interface's row, all of the node alike. */
  double rowHeight() {
    return Math.max(lines(west), lines(east)) * LINE + 4;
  }

  private static int lines(List<Port> ports) {
    return ports.stream().mapToInt(port -> port.lines().size()).max().orElse(1);
  }

  double endpointsHeight() {
    return box.endpoints().isEmpty() ? 0 : endpointLines().size() * LINE + MARGIN;
  }

  double width() {
    double name = SYMBOL + SYMBOL_GAP + Helvetica.boldWidth(box.node(), NAME_SIZE);
    double remarks = widest(box.remarks(), SMALL_SIZE);
    double sides = width(west) + width(east);
    double rows = sides + (west.isEmpty() || east.isEmpty() ? 0 : GAP_BETWEEN_SIDES);
    double endpoints =
        endpointLines().stream()
            .mapToDouble(line -> Mark.WIDTH + Helvetica.width(line.text(), TEXT_SIZE))
            .max()
            .orElse(0);
    return 2 * MARGIN + DoubleStream.of(name, remarks, rows, endpoints).max().orElse(0);
  }

  /** What it is high with a row for every interface of the longer side. */
  double height() {
    int rows = Math.max(west.size(), east.size());
    return headingHeight() + rows * rowHeight() + endpointsHeight();
  }

  private static double width(List<Port> ports) {
    return ports.stream().mapToDouble(port -> widest(port.lines(), TEXT_SIZE)).max().orElse(0);
  }

  static double widest(List<String> lines, double size) {
    return lines.stream().mapToDouble(line -> Helvetica.width(line, size)).max().orElse(0);
  }
}
