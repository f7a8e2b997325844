package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Sketch.Arrow;
import dev.mignet.topology.graph.Sketch.Box;
import dev.mignet.topology.graph.Sketch.Label;
import dev.mignet.topology.graph.Sketch.Plug;
import dev.mignet.topology.graph.Sketch.Port;
import dev.mignet.topology.graph.Sketch.Switch;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import java.util.List;
import java.util.Map;

/**
 * A lab in Graphviz's language. A node is a table with a row for each interface, and wires end at
 * the rows. Wires lead to the right, away from the file's first node; arrows have no say in where
 * things are.
 */
public final class Dot {

  private static final String DISTRIBUTION = "#9a6a00";
  private static final String POLICY = "#b3261e";

  /** The port of a table's first row; no interface has a name so long. */
  private static final String HEADING = "heading_of_the_table";

  private static final String HEAD =
      """
      digraph lab {
        graph [rankdir=LR, ranksep=0.8, nodesep=0.45, pad=0.2, bgcolor=white, fontname=Helvetica, fontsize=10]
        node [fontname=Helvetica, fontsize=11, shape=plain]
        edge [fontname=Helvetica, fontsize=10, arrowsize=0.7]
      """;

  private final Sketch sketch;
  private final Map<String, Integer> order;
  private final StringBuilder text = new StringBuilder(HEAD);

  private Dot(Sketch sketch) {
    this.sketch = sketch;
    this.order = Walk.of(sketch);
  }

  /** The text, each line with its end. */
  public static String of(Lab lab) {
    Dot dot = new Dot(Sketch.of(lab));
    dot.write();
    return dot.text.toString();
  }

  private void write() {
    legend();
    sketch.boxes().forEach(this::box);
    sketch.switches().forEach(this::network);
    sketch
        .links()
        .forEach(link -> wire(end(link.first()), end(link.second()), link.label().lines()));
    for (Plug plug : sketch.plugs()) {
      List<String> lines = plug.label().map(Label::linesOfSwitch).orElse(List.of());
      wire(end(plug.member()), new End(Walk.network(plug.network()), ""), lines);
    }
    sketch.arrows().forEach(this::arrow);
    text.append("}\n");
  }

  private void box(Box box) {
    String colour =
        switch (box.role()) {
          case HOST -> "#eeeeee";
          case ROUTER -> "#fde9c9";
          case BACK_END -> "#dcecf9";
        };
    StringBuilder rows = new StringBuilder();
    String remarks = box.remarks().isEmpty() ? "" : "<br/>" + lines(box.remarks());
    row(
        rows,
        "port=\"" + HEADING + "\" bgcolor=\"" + colour + '"',
        "<b>" + escape(box.node()) + "</b>" + remarks);
    for (Port port : box.rows()) {
      row(
          rows,
          "port=\"" + escape(port.name()) + "\" align=\"left\" bgcolor=\"white\"",
          escape(port.text()));
    }
    String style = "border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\"";
    line("%s [label=<<table %s>%s</table>>]".formatted(quote(Walk.node(box.node())), style, rows));
  }

  private static void row(StringBuilder rows, String attributes, String cell) {
    rows.append("<tr><td ").append(attributes).append('>').append(cell).append("</td></tr>");
  }

  private void network(Switch network) {
    String name = "<b>" + escape(network.network()) + "</b>";
    String others = lines(network.label().linesOfSwitch());
    line(
        "%s [label=<%s<br/>%s>, shape=box, style=\"rounded,filled\", fillcolor=\"#e6f2e2\"]"
            .formatted(quote(Walk.network(network.network())), name, others));
  }

  /** One end of a wire: a vertex, and the row of its table, or "" where it is none. */
  private record End(String vertex, String port) {
    String at(String side) {
      return quote(vertex) + (port.isEmpty() ? "" : ':' + quote(port) + ':' + side);
    }
  }

  private static End end(Interface member) {
    return new End(Walk.node(member.node()), member.name());
  }

  private void wire(End one, End other, List<String> lines) {
    boolean forth = place(one) < place(other);
    line(
        "%s -> %s [dir=none, label=<%s>]"
            .formatted((forth ? one : other).at("e"), (forth ? other : one).at("w"), lines(lines)));
  }

  private int place(End end) {
    return order.getOrDefault(end.vertex(), 0);
  }

  /** A label of its own ground, because Graphviz may lead the arrow through it. */
  private void arrow(Arrow arrow) {
    String look =
        switch (arrow.cause()) {
          case DISTRIBUTION -> "color=\"%1$s\", fontcolor=\"%1$s\"".formatted(DISTRIBUTION);
          case POLICY -> "color=\"%1$s\", fontcolor=\"%1$s\", style=dashed".formatted(POLICY);
        };
    String label =
        "<table border=\"0\" cellpadding=\"1\" bgcolor=\"white\"><tr><td>%s</td></tr></table>"
            .formatted(lines(arrow.lines()));
    line(
        "%s -> %s [constraint=false, %s, label=<%s>]"
            .formatted(arrowEnd(arrow, arrow.from()), arrowEnd(arrow, arrow.to()), look, label));
  }

  private static String arrowEnd(Arrow arrow, String node) {
    return switch (arrow.cause()) {
      case DISTRIBUTION -> quote(Walk.node(node)) + ':' + HEADING;
      case POLICY -> quote(Walk.node(node));
    };
  }

  private void legend() {
    if (!sketch.arrows().isEmpty()) {
      line(
          ("label=<<font color=\"%s\">new connections</font>   "
                  + "<font color=\"%s\">migration by policy (dashed)</font>>")
              .formatted(DISTRIBUTION, POLICY));
    }
  }

  private void line(String statement) {
    text.append("  ").append(statement).append('\n');
  }

  private static String lines(List<String> lines) {
    return String.join("<br/>", lines.stream().map(Dot::escape).toList());
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** For Graphviz's HTML-like labels. */
  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
