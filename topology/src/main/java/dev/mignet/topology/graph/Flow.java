package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Sketch.Plug;
import dev.mignet.topology.graph.Sketch.Wire;
import dev.mignet.topology.model.Interface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which way the wires of a picture lead: to the right, away from the file's first node. Where many
 * nodes are on a network or node and on nothing else, half of them are left of it.
 */
final class Flow {

  /** So many lone neighbours stand on one side. */
  private static final int MANY = 6;

  /** Vertices, by their place from left to right. */
  private final Map<String, Integer> order;

  private final Set<String> left = new HashSet<>();

  /** Interfaces whose wires lead away from their nodes. */
  private final Set<String> away = new HashSet<>();

  private Flow(Map<String, Integer> order) {
    this.order = order;
  }

  static Flow of(Sketch sketch) {
    Flow flow = new Flow(Walk.of(sketch));
    Map<String, List<String>> neighbours = new HashMap<>();
    for (Wire link : sketch.links()) {
      connect(neighbours, vertex(link.first()), vertex(link.second()));
    }
    for (Plug plug : sketch.plugs()) {
      connect(neighbours, vertex(plug.member()), Walk.network(plug.network()));
    }
    neighbours.forEach((vertex, those) -> flow.balance(those, neighbours));
    for (Wire link : sketch.links()) {
      boolean forth = flow.leads(vertex(link.first()), vertex(link.second()));
      flow.away.add((forth ? link.first() : link.second()).reference());
    }
    for (Plug plug : sketch.plugs()) {
      if (flow.leads(vertex(plug.member()), Walk.network(plug.network()))) {
        flow.away.add(plug.member().reference());
      }
    }
    return flow;
  }

  private static String vertex(Interface member) {
    return Walk.node(member.node());
  }

  private static void connect(Map<String, List<String>> neighbours, String one, String other) {
    neighbours.computeIfAbsent(one, vertex -> new ArrayList<>()).add(other);
    neighbours.computeIfAbsent(other, vertex -> new ArrayList<>()).add(one);
  }

  private void balance(List<String> those, Map<String, List<String>> neighbours) {
    List<String> lone =
        those.stream()
            .filter(vertex -> neighbours.getOrDefault(vertex, List.of()).size() == 1)
            .sorted(Comparator.comparing(order::get))
            .toList();
    if (lone.size() > MANY) {
      left.addAll(lone.subList(0, lone.size() / 2));
    }
  }

  /** Whether a wire between two vertices leads from the one to the other. */
  boolean leads(String one, String other) {
    if (left.contains(one) != left.contains(other)) {
      return left.contains(one);
    }
    return order.getOrDefault(one, 0) <= order.getOrDefault(other, 0);
  }

  /** Whether the wire at an interface, {@code node:interface}, leads away from its node. */
  boolean leadsAway(String reference) {
    return away.contains(reference);
  }
}
