package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Sketch.Arrow;
import dev.mignet.topology.graph.Sketch.Box;
import dev.mignet.topology.graph.Sketch.Cause;
import dev.mignet.topology.graph.Sketch.Plug;
import dev.mignet.topology.graph.Sketch.Port;
import dev.mignet.topology.graph.Sketch.Switch;
import dev.mignet.topology.graph.Sketch.Wire;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import java.util.ArrayList;
import java.util.List;

/** A lab as a Mermaid flowchart, which GitHub and others show in Markdown. */
public final class Mermaid {

  private Mermaid() {}

  /** The text, each line with its end. */
  public static String of(Lab lab) {
    Sketch sketch = Sketch.of(lab);
    StringBuilder text = new StringBuilder("flowchart LR\n");
    sketch.boxes().forEach(box -> text.append(box(box)));
    for (Switch network : sketch.switches()) {
      List<String> lines = new ArrayList<>(List.of(network.network()));
      lines.addAll(network.label().linesOfSwitch());
      text.append("  %s([\"%s\"])%n".formatted(network(network.network()), lines(lines)));
    }
    for (Wire link : sketch.links()) {
      text.append(
          "  %s ---|\"%s\"| %s%n"
              .formatted(node(link.first()), lines(link.label().lines()), node(link.second())));
    }
    for (Plug plug : sketch.plugs()) {
      List<String> lines = new ArrayList<>(List.of(plug.member().name()));
      plug.label().ifPresent(label -> lines.addAll(label.linesOfSwitch()));
      text.append(
          "  %s ---|\"%s\"| %s%n"
              .formatted(node(plug.member()), lines(lines), network(plug.network())));
    }
    sketch.arrows().forEach(arrow -> text.append(arrow(arrow)));
    text.append("  classDef router fill:#fde9c9,stroke:#9a6a00\n");
    text.append("  classDef backend fill:#dcecf9,stroke:#1f5f99\n");
    return text.toString();
  }

  private static String box(Box box) {
    List<String> lines = new ArrayList<>(box.remarks());
    box.rows().stream().map(Port::text).forEach(lines::add);
    String style =
        switch (box.role()) {
          case HOST -> "";
          case ROUTER -> ":::router";
          case BACK_END -> ":::backend";
        };
    String name = "<b>" + escape(box.node()) + "</b>" + (lines.isEmpty() ? "" : "<br/>");
    return "  %s[\"%s\"]%s%n".formatted(node(box.node()), name + lines(lines), style);
  }

  /** Thick: where new connections go; dotted: where they migrate. */
  private static String arrow(Arrow arrow) {
    String line = arrow.cause() == Cause.POLICY ? "-.->" : "==>";
    return "  %s %s|\"%s\"| %s%n"
        .formatted(node(arrow.from()), line, lines(arrow.lines()), node(arrow.to()));
  }

  private static String node(Interface member) {
    return node(member.node());
  }

  /** A prefix, because names such as {@code end} mean something to Mermaid; no name has a "_". */
  private static String node(String name) {
    return "node_" + name.replace('-', '_');
  }

  private static String network(String name) {
    return "net_" + name.replace('-', '_');
  }

  private static String lines(List<String> lines) {
    return String.join("<br/>", lines.stream().map(Mermaid::escape).toList());
  }

  /** Mermaid has its own way of writing a character by number. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if ("\"#<>&`".indexOf(character) >= 0) {
                escaped.append('#').append(character).append(';');
              } else {
                escaped.appendCodePoint(character);
              }
            });
    return escaped.toString();
  }
}
