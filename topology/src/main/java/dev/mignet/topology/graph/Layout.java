package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Sketch.Box;
import dev.mignet.topology.graph.Sketch.Plug;
import dev.mignet.topology.graph.Sketch.Port;
import dev.mignet.topology.graph.Sketch.Switch;
import dev.mignet.topology.graph.Sketch.Wire;
import dev.mignet.topology.model.Interface;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.elk.alg.layered.options.EdgeLabelSideSelection;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodeFlexibility;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.alg.layered.options.WrappingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkMargin;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.NodeLabelPlacement;
import org.eclipse.elk.core.options.PortAlignment;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.core.util.IndividualSpacings;
import org.eclipse.elk.graph.ElkConnectableShape;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.ElkShape;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where things are in a picture: Eclipse's layout kernel (ELK) decides, by its layered algorithm.
 * Wires lead to the right, away from the file's first node, with right angles; a network is a bar
 * as long as its wires need. In pixels of 1/96 inch from the upper left corner.
 */
final class Layout {

  /** An interface's mark at the box's edge. */
  static final double PORT = 5;

  /** The thickness of a network. */
  static final double BAR = 8;

  /**
   * A wider picture goes on below, like a text; not where wires run in circles, of which ELK would
   * lose some then.
   */
  private static final double WIDE = 1600;

  /** Between wires that end at a bar. */
  private static final double BAR_SPACING = 14;

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  /** A rectangle. */
  record Area(double x, double y, double width, double height) {}

  /** A corner of a wire, or an end. */
  record Point(double x, double y) {}

  /** A node with its place. */
  record PlacedBox(Shape shape, Area area, List<PlacedPort> ports) {}

  /** An interface with the place of its mark, which is on the left or right edge of the box. */
  record PlacedPort(Port port, boolean left, Area area) {}

  /** A network with its place, and where its label is. */
  record PlacedSwitch(Switch network, Area area, List<String> lines, Area label) {}

  /** A wire with its way, and where its label is; no lines where it has none. */
  record Line(List<Point> way, boolean san, List<String> lines, Area label) {}

  private final Sketch sketch;
  private final Flow flow;
  private final ElkNode graph = ElkGraphUtil.createGraph();
  private final Map<String, ElkNode> vertices = new HashMap<>();
  private final Map<String, ElkPort> ports = new HashMap<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final List<Labelled> wires = new ArrayList<>();

  /** A wire before it has a way. */
  private record Labelled(ElkEdge edge, boolean san, List<String> lines) {}

  private Layout(Sketch sketch) {
    this.sketch = sketch;
    this.flow = Flow.of(sketch);
  }

  /** Everything of the sketch with its place. */
  static Layout of(Sketch sketch) {
    Layout layout = new Layout(sketch);
    layout.lay();
    if (layout.area().width() > WIDE && Walk.isForest(sketch)) {
      layout = new Layout(sketch);
      layout.graph.setProperty(LayeredOptions.WRAPPING_STRATEGY, WrappingStrategy.MULTI_EDGE);
      layout.graph.setProperty(LayeredOptions.ASPECT_RATIO, 2.0);
      layout.lay();
    }
    return layout;
  }

  private void lay() {
    build();
    new RecursiveGraphLayoutEngine().layout(graph, new BasicProgressMonitor());
  }

  Area area() {
    return area(graph, 0, 0);
  }

  List<PlacedBox> boxes() {
    return shapes.stream().map(this::placed).toList();
  }

  private PlacedBox placed(Shape shape) {
    ElkNode node = vertex(Walk.node(shape.box().node()));
    List<PlacedPort> places =
        shape.box().ports().stream()
            .map(
                port ->
                    new PlacedPort(
                        port,
                        shape.west().contains(port),
                        area(port(reference(shape.box(), port)), node.getX(), node.getY())))
            .toList();
    return new PlacedBox(shape, area(node, 0, 0), places);
  }

  List<PlacedSwitch> switches() {
    return sketch.switches().stream()
        .map(
            network -> {
              ElkNode node = vertex(Walk.network(network.network()));
              Area label = area(node.getLabels().get(0), node.getX(), node.getY());
              return new PlacedSwitch(network, area(node, 0, 0), lines(network), label);
            })
        .toList();
  }

  List<Line> lines() {
    return wires.stream()
        .map(
            wire -> {
              List<ElkLabel> labels = wire.edge().getLabels();
              Area label = labels.isEmpty() ? area() : area(labels.get(0), 0, 0);
              return new Line(way(wire.edge()), wire.san(), wire.lines(), label);
            })
        .toList();
  }

  private static List<Point> way(ElkEdge edge) {
    ElkEdgeSection section = edge.getSections().get(0);
    return Stream.of(
            Stream.of(new Point(section.getStartX(), section.getStartY())),
            section.getBendPoints().stream().map(bend -> new Point(bend.getX(), bend.getY())),
            Stream.of(new Point(section.getEndX(), section.getEndY())))
        .flatMap(points -> points)
        .toList();
  }

  private static Area area(ElkShape shape, double x, double y) {
    return new Area(x + shape.getX(), y + shape.getY(), shape.getWidth(), shape.getHeight());
  }

  private void build() {
    graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    graph.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
    graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
    graph.setProperty(LayeredOptions.THOROUGHNESS, 30);
    graph.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
    graph.setProperty(
        LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    graph.setProperty(LayeredOptions.EDGE_LABELS_SIDE_SELECTION, EdgeLabelSideSelection.ALWAYS_UP);
    graph.setProperty(LayeredOptions.PADDING, new ElkPadding(12));
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE, 22.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 10.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_LABEL, 3.0);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 36.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 14.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 10.0);
    graph.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, 30.0);
    sketch.boxes().forEach(this::box);
    sketch.switches().forEach(this::network);
    for (Wire link : sketch.links()) {
      boolean forth = flow.leads(end(link.first()), end(link.second()));
      List<String> lines = forth ? link.label().lines("→", "←") : link.label().lines("←", "→");
      wire(
          port((forth ? link.first() : link.second()).reference()),
          port((forth ? link.second() : link.first()).reference()),
          link.san(),
          lines);
    }
    for (Plug plug : sketch.plugs()) {
      plug(plug);
    }
  }

  private void box(Box box) {
    List<Port> west = new ArrayList<>(box.ports());
    west.removeIf(port -> flow.leadsAway(reference(box, port)));
    List<Port> east = new ArrayList<>(box.ports());
    east.removeAll(west);
    Shape shape = new Shape(box, west, east);
    shapes.add(shape);
    ElkNode node = ElkGraphUtil.createNode(graph);
    vertices.put(Walk.node(box.node()), node);
    double around = (shape.rowHeight() - PORT) / 2;
    fit(
        node,
        new KVector(shape.width(), shape.height()),
        shape.rowHeight() - PORT,
        new ElkMargin(shape.headingHeight() + around, 0, shape.endpointsHeight() + around, 0));
    shape.west().forEach(port -> ports.put(reference(box, port), port(node, PortSide.WEST)));
    shape.east().forEach(port -> ports.put(reference(box, port), port(node, PortSide.EAST)));
  }

  private void network(Switch network) {
    ElkNode node = ElkGraphUtil.createNode(graph);
    vertices.put(Walk.network(network.network()), node);
    fit(
        node,
        new KVector(BAR, 3 * BAR_SPACING),
        BAR_SPACING,
        new ElkMargin(BAR_SPACING, 0, BAR_SPACING, 0));
    node.setProperty(
        LayeredOptions.NODE_PLACEMENT_NETWORK_SIMPLEX_NODE_FLEXIBILITY, NodeFlexibility.NODE_SIZE);
    node.setProperty(LayeredOptions.NODE_LABELS_PLACEMENT, NodeLabelPlacement.outsideTopCenter());
    label(ElkGraphUtil.createLabel(node), lines(network));
  }

  /** The lines of text at a bar: its name, and what is said of its wires. */
  private static List<String> lines(Switch network) {
    return Stream.concat(Stream.of(network.network()), network.label().linesOfSwitch().stream())
        .toList();
  }

  /**
   * @param spacing between ports
   * @param around room above the first and below the last port
   */
  private static void fit(ElkNode node, KVector least, double spacing, ElkMargin around) {
    node.setDimensions(least.x, least.y);
    node.setProperty(
        LayeredOptions.NODE_SIZE_CONSTRAINTS,
        EnumSet.of(SizeConstraint.PORTS, SizeConstraint.MINIMUM_SIZE));
    node.setProperty(LayeredOptions.NODE_SIZE_MINIMUM, least);
    node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
    node.setProperty(LayeredOptions.PORT_ALIGNMENT_DEFAULT, PortAlignment.BEGIN);
    IndividualSpacings spacings = new IndividualSpacings();
    spacings.setProperty(LayeredOptions.SPACING_PORT_PORT, spacing);
    spacings.setProperty(LayeredOptions.SPACING_PORTS_SURROUNDING, around);
    node.setProperty(LayeredOptions.SPACING_INDIVIDUAL, spacings);
  }

  private static ElkPort port(ElkNode node, PortSide side) {
    ElkPort port = ElkGraphUtil.createPort(node);
    port.setDimensions(PORT, PORT);
    port.setProperty(LayeredOptions.PORT_SIDE, side);
    port.setProperty(LayeredOptions.PORT_BORDER_OFFSET, -PORT / 2);
    return port;
  }

  private void plug(Plug plug) {
    ElkPort member = port(plug.member().reference());
    ElkNode bar = vertex(Walk.network(plug.network()));
    boolean forth = flow.leads(end(plug.member()), Walk.network(plug.network()));
    ElkPort atBar = ElkGraphUtil.createPort(bar);
    atBar.setProperty(LayeredOptions.PORT_SIDE, forth ? PortSide.WEST : PortSide.EAST);
    boolean san =
        sketch.switches().stream()
            .anyMatch(network -> network.san() && network.network().equals(plug.network()));
    List<String> lines =
        plug.label()
            .map(label -> forth ? label.lines("→", "←") : label.lines("←", "→"))
            .orElse(List.of());
    wire(forth ? member : atBar, forth ? atBar : member, san, lines);
  }

  private void wire(
      ElkConnectableShape from, ElkConnectableShape to, boolean san, List<String> lines) {
    ElkEdge edge = ElkGraphUtil.createSimpleEdge(from, to);
    if (!lines.isEmpty()) {
      ElkLabel label = ElkGraphUtil.createLabel(edge);
      label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
      label(label, lines);
    }
    wires.add(new Labelled(edge, san, lines));
  }

  private static void label(ElkLabel label, List<String> lines) {
    label.setText(String.join("\n", lines));
    double width = Helvetica.boldWidth(lines.get(0), Shape.SMALL_SIZE);
    label.setDimensions(
        Math.max(width, Shape.widest(lines, Shape.SMALL_SIZE)) + 4,
        lines.size() * (Shape.SMALL_SIZE + 2) + 2);
  }

  private ElkNode vertex(String name) {
    return Objects.requireNonNull(vertices.get(name), name);
  }

  /** The port of an interface, {@code node:interface}. */
  private ElkPort port(String reference) {
    return Objects.requireNonNull(ports.get(reference), reference);
  }

  private static String end(Interface member) {
    return Walk.node(member.node());
  }

  private static String reference(Box box, Port port) {
    return box.node() + ':' + port.name();
  }
}
