package dev.mignet.topology.graph;

import static dev.mignet.topology.graph.Canvas.number;

import dev.mignet.topology.graph.Shape.Mark;
import dev.mignet.topology.graph.Sketch.Box;

/** The small drawings of a picture: what kind of node it is, and the marks of endpoints. */
final class Symbols {

  private Symbols() {}

  /** In the left upper corner of a box, {@link Shape#SYMBOL} wide: it tells without colour. */
  static void of(Canvas canvas, Box box, double x, double y) {
    String at = "translate(" + number(x) + ' ' + number(y) + ')';
    String path =
        switch (box.role()) {
          case ROUTER -> // a circle with arrows to both sides
              "M8 1a7 7 0 1 0 .01 0zM4 6h7.5M9.5 4l2 2l-2 2M12 10.5H4.5M6.5 8.5l-2 2l2 2";
          case BACK_END -> SERVER;
          case HOST -> box.details().isEmpty() ? SCREEN : SERVER;
        };
    canvas.element(
        "path", "d", path, "transform", at, "stroke", Colours.INK, "stroke-width", "1.1");
  }

  private static final String SCREEN = "M1 2h14v9h-14zM8 11v3M4.5 14h7";

  private static final String SERVER =
      "M2 1.5h12v4h-12zM2 5.5h12v4h-12zM2 9.5h12v4h-12zM4 3.5h2M4 7.5h2M4 11.5h2";

  /** In front of a line whose text stands on this base line. */
  static void mark(Canvas canvas, Mark mark, double x, double baseline) {
    String at = "translate(" + number(x) + ' ' + number(baseline) + ')';
    switch (mark) {
      case NONE -> {}
      case ENTRANCE -> // a full arrow head
          canvas.element(
              "path",
              "d",
              "M0-4h5M4-7.5l6 3.5l-6 3.5z",
              "transform",
              at,
              "stroke",
              Colours.INK,
              "fill",
              Colours.INK);
      case ATTRACTS -> // a dashed shaft and an open head
          canvas.element(
              "path",
              "d",
              "M0-4h2M3.5-4h2M7-4h3M6.5-7.5l4 3.5l-4 3.5",
              "transform",
              at,
              "stroke",
              Colours.MIGRATION,
              "stroke-width",
              "1.2");
    }
  }
}
