package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Sketch.Plug;
import dev.mignet.topology.graph.Sketch.Wire;
import java.util.HashMap;
import java.util.Map;
import org.jgrapht.Graph;
import org.jgrapht.GraphTests;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.Multigraph;
import org.jgrapht.traverse.BreadthFirstIterator;

/** The nodes and networks of a picture in a breadth-first walk from the file's first node. */
final class Walk {

  private Walk() {}

  /** Each vertex with its place, from 0. */
  static Map<String, Integer> of(Sketch sketch) {
    Map<String, Integer> order = new HashMap<>();
    new BreadthFirstIterator<>(graph(sketch))
        .forEachRemaining(vertex -> order.put(vertex, order.size()));
    return order;
  }

  /** Whether there is at most one way from any vertex to another. */
  static boolean isForest(Sketch sketch) {
    return GraphTests.isForest(graph(sketch));
  }

  private static Graph<String, DefaultEdge> graph(Sketch sketch) {
    Graph<String, DefaultEdge> graph = new Multigraph<>(DefaultEdge.class);
    sketch.boxes().forEach(box -> graph.addVertex(node(box.node())));
    sketch.switches().forEach(network -> graph.addVertex(network(network.network())));
    for (Wire link : sketch.links()) {
      graph.addEdge(node(link.first().node()), node(link.second().node()));
    }
    for (Plug plug : sketch.plugs()) {
      graph.addEdge(node(plug.member().node()), network(plug.network()));
    }
    return graph;
  }

  /** The vertex of a node; no network's is the same. */
  static String node(String node) {
    return "node " + node;
  }

  /** The vertex of a network. */
  static String network(String network) {
    return "network " + network;
  }
}
