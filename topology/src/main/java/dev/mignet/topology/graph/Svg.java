package dev.mignet.topology.graph;

import static dev.mignet.topology.graph.Canvas.number;

import dev.mignet.topology.graph.Layout.Area;
import dev.mignet.topology.graph.Layout.Line;
import dev.mignet.topology.graph.Layout.PlacedBox;
import dev.mignet.topology.graph.Layout.PlacedPort;
import dev.mignet.topology.graph.Layout.PlacedSwitch;
import dev.mignet.topology.graph.Layout.Point;
import dev.mignet.topology.graph.Shape.EndpointLine;
import dev.mignet.topology.model.Lab;
import java.util.List;

/** A lab as a picture for a paper: the same file gives the same picture on every machine. */
public final class Svg {

  /** How round the corners of wires are. */
  private static final double ROUND = 5;

  private final Canvas canvas;

  private Svg(Canvas canvas) {
    this.canvas = canvas;
  }

  /** The picture's text. */
  public static String of(Lab lab) {
    Sketch sketch = Sketch.of(lab);
    Layout layout = Layout.of(sketch);
    Legend legend = new Legend(sketch);
    Area area = layout.area();
    double width = Math.max(area.width(), legend.width());
    Svg svg = new Svg(new Canvas(width, area.height() + legend.height(), lab.name()));
    layout.lines().forEach(line -> svg.wire(line.way(), line.san()));
    layout.switches().forEach(svg::network);
    layout.boxes().forEach(svg::box);
    layout.lines().forEach(svg::label);
    legend.draw(svg, area.height());
    return svg.canvas.finish();
  }

  Canvas canvas() {
    return canvas;
  }

  /** A wire; one that carries migrations is a double line. */
  void wire(List<Point> way, boolean san) {
    String path = path(way);
    if (san) {
      canvas.element("path", "d", path, "stroke", Colours.INK, "stroke-width", "3.6");
      canvas.element("path", "d", path, "stroke", "white", "stroke-width", "1.4");
    } else {
      canvas.element("path", "d", path, "stroke", Colours.INK, "stroke-width", "1.2");
    }
  }

  private static String path(List<Point> way) {
    StringBuilder path = new StringBuilder("M").append(point(way.get(0)));
    for (int i = 1; i < way.size() - 1; i++) {
      Point corner = way.get(i);
      path.append('L').append(point(near(corner, way.get(i - 1))));
      path.append('Q')
          .append(point(corner))
          .append(' ')
          .append(point(near(corner, way.get(i + 1))));
    }
    return path.append('L').append(point(way.get(way.size() - 1))).toString();
  }

  /** A point on the way from a corner to another, at most half of it away. */
  private static Point near(Point corner, Point other) {
    double length = Math.hypot(other.x() - corner.x(), other.y() - corner.y());
    double part = length == 0 ? 0 : Math.min(ROUND, length / 2) / length;
    return new Point(
        corner.x() + part * (other.x() - corner.x()), corner.y() + part * (other.y() - corner.y()));
  }

  private static String point(Point point) {
    return number(point.x()) + ' ' + number(point.y());
  }

  private void label(Line line) {
    double baseline = line.label().y() + Shape.SMALL_SIZE;
    for (String text : line.lines()) {
      text(text, middle(line.label()), baseline, Shape.SMALL_SIZE, "middle");
      baseline += Shape.SMALL_SIZE + 2;
    }
  }

  private static double middle(Area area) {
    return area.x() + area.width() / 2;
  }

  private void network(PlacedSwitch network) {
    rectangle(network.area(), network.network().san() ? "white" : Colours.FAINT);
    double baseline = network.label().y() + Shape.SMALL_SIZE;
    for (String text : network.lines()) {
      String weight = text.equals(network.lines().get(0)) ? "bold" : "normal";
      text(text, middle(network.label()), baseline, Shape.SMALL_SIZE, "middle", weight);
      baseline += Shape.SMALL_SIZE + 2;
    }
  }

  private void rectangle(Area area, String fill) {
    canvas.element(
        "rect",
        "x",
        number(area.x()),
        "y",
        number(area.y()),
        "width",
        number(area.width()),
        "height",
        number(area.height()),
        "fill",
        fill,
        "stroke",
        Colours.INK);
  }

  private void box(PlacedBox box) {
    Shape shape = box.shape();
    Area area = box.area();
    rectangle(area, "white");
    heading(shape, area);
    box.ports().forEach(port -> port(area, port));
    double top = area.y() + area.height() - shape.endpointsHeight();
    if (shape.endpointsHeight() > 0) {
      line(area, top);
    }
    double baseline = top + Shape.MARGIN / 2 + Shape.TEXT_SIZE;
    for (EndpointLine line : shape.endpointLines()) {
      double x = area.x() + Shape.MARGIN;
      Symbols.mark(canvas, line.mark(), x, baseline);
      text(line.text(), x + Shape.Mark.WIDTH, baseline, Shape.TEXT_SIZE, "start");
      baseline += Shape.LINE;
    }
  }

  private void heading(Shape shape, Area area) {
    Area ground = new Area(area.x(), area.y(), area.width(), shape.headingHeight());
    rectangle(ground, Colours.of(shape.box().role()));
    double width =
        Shape.SYMBOL + Shape.SYMBOL_GAP + Helvetica.boldWidth(shape.box().node(), Shape.NAME_SIZE);
    double x = middle(area) - width / 2;
    double baseline = area.y() + Shape.MARGIN / 2 + Shape.NAME_SIZE;
    Symbols.of(canvas, shape.box(), x, baseline - Shape.NAME_SIZE + 1);
    text(
        shape.box().node(),
        x + Shape.SYMBOL + Shape.SYMBOL_GAP,
        baseline,
        Shape.NAME_SIZE,
        "start",
        "bold");
    for (String remark : shape.box().remarks()) {
      baseline += Shape.SMALL_SIZE + 2;
      text(remark, middle(area), baseline + 1, Shape.SMALL_SIZE, "middle");
    }
  }

  private void line(Area area, double y) {
    String path = "M" + number(area.x()) + ' ' + number(y) + 'h' + number(area.width());
    canvas.element("path", "d", path, "stroke", Colours.INK, "stroke-width", "0.6");
  }

  private void port(Area box, PlacedPort port) {
    rectangle(port.area(), Colours.INK);
    double x = box.x() + (port.left() ? Shape.MARGIN : box.width() - Shape.MARGIN);
    List<String> lines = port.port().lines();
    double centre = port.area().y() + port.area().height() / 2;
    double baseline = centre - (lines.size() - 1) * Shape.LINE / 2 + Shape.TEXT_SIZE * 0.36;
    for (String text : lines) {
      text(text, x, baseline, Shape.TEXT_SIZE, port.left() ? "start" : "end");
      baseline += Shape.LINE;
    }
  }

  void text(String text, double x, double baseline, double size, String anchor) {
    text(text, x, baseline, size, anchor, "normal");
  }

  private void text(
      String text, double x, double baseline, double size, String anchor, String weight) {
    canvas.words(
        "text",
        text,
        "x",
        number(x),
        "y",
        number(baseline),
        "font-size",
        number(size),
        "text-anchor",
        anchor,
        "font-weight",
        weight,
        "fill",
        Colours.INK);
  }
}
