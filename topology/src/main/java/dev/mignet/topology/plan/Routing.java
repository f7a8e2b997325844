package dev.mignet.topology.plan;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Lab.Attachment;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.plan.Route.Hop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm.SingleSourcePaths;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.graph.DefaultDirectedWeightedGraph;
import org.jgrapht.graph.DefaultWeightedEdge;

/**
 * Shortest paths over nodes that forward. A graph with a vertex for each node and each segment; the
 * edge from a segment back to a node exists only where the node forwards, so that no path leads
 * through one that does not.
 */
final class Routing {

  /** More than any path has segments: the SAN is used only where there is no other way. */
  private static final double SAN_COST = 1_000_000;

  private final Lab lab;
  private final IpFamily family;
  private final Set<String> sans;

  /** From a node's name to those of the segments that it is on. */
  private final Map<String, Set<String>> on = new HashMap<>();

  private final DefaultDirectedWeightedGraph<String, DefaultWeightedEdge> graph =
      new DefaultDirectedWeightedGraph<>(DefaultWeightedEdge.class);

  Routing(Lab lab, IpFamily family) {
    this.lab = lab;
    this.family = family;
    this.sans = lab.endpoints().stream().map(GenericEndpoint::san).collect(Collectors.toSet());
    lab.nodes().forEach(node -> graph.addVertex(vertex(node.name())));
    Set<String> routers =
        lab.nodes().stream().filter(Node::forwards).map(Node::name).collect(Collectors.toSet());
    for (Segment segment : segments()) {
      graph.addVertex(vertex(segment));
      for (Interface member : segment.members()) {
        connect(segment, member.node(), routers.contains(member.node()));
        on.computeIfAbsent(member.node(), any -> new HashSet<>()).add(segment.name());
      }
    }
  }

  /** Those that have addresses of the family. */
  private List<Segment> segments() {
    return lab.segments().stream().filter(segment -> segment.subnet(family).isPresent()).toList();
  }

  /** Those whose addresses are of the family. */
  private List<GenericEndpoint> endpoints() {
    return lab.endpoints().stream().filter(e -> IpFamily.of(e.address()) == family).toList();
  }

  private static String vertex(Segment segment) {
    return "segment " + segment.name();
  }

  private static String vertex(String node) {
    return "node " + node;
  }

  private void connect(Segment segment, String node, boolean forwards) {
    String from = vertex(node);
    if (graph.containsEdge(from, vertex(segment))) {
      return; // a second interface on the same segment is no shorter way
    }
    DefaultWeightedEdge in = graph.addEdge(from, vertex(segment));
    graph.setEdgeWeight(in, sans.contains(segment.name()) ? SAN_COST : 1);
    if (forwards) {
      graph.setEdgeWeight(graph.addEdge(vertex(segment), from), 0);
    }
  }

  /**
   * A node's routes: to each subnet that it is not on, then to each virtual address that it does
   * not own. What cannot be reached has none.
   */
  List<Route> routesOf(String node) {
    List<Segment> others =
        segments().stream()
            .filter(segment -> !on.getOrDefault(node, Set.of()).contains(segment.name()))
            .toList();
    if (others.isEmpty() && endpoints().isEmpty()) {
      return List.of();
    }
    SingleSourcePaths<String, DefaultWeightedEdge> paths =
        new DijkstraShortestPath<>(graph).getPaths(vertex(node));
    List<Route> routes = new ArrayList<>();
    for (Segment segment : others) {
      firstHop(paths, segment, Optional.empty())
          .ifPresent(
              hop -> routes.add(new Route(segment.subnet(family).orElseThrow(), List.of(hop))));
    }
    Map<InetAddress, Route> virtual = new LinkedHashMap<>();
    for (GenericEndpoint endpoint : endpoints()) {
      List<Hop> hops = hopsTo(endpoint, node, paths);
      if (!hops.isEmpty()) {
        Cidr address = Cidr.ofHost(endpoint.address());
        virtual.putIfAbsent(endpoint.address(), new Route(address, hops));
      }
    }
    routes.addAll(virtual.values());
    return routes;
  }

  private List<Hop> hopsTo(
      GenericEndpoint endpoint, String node, SingleSourcePaths<String, DefaultWeightedEdge> paths) {
    if (endpoint.backEnds().contains(node)) {
      return List.of();
    }
    for (GenericEndpoint.FrontEnd frontEnd : endpoint.frontEnds()) {
      if (frontEnd.node().equals(node)) {
        return frontEnd.to().stream()
            .flatMap(backEnd -> nearest(paths, List.of(backEnd)).stream())
            .toList();
      }
    }
    List<String> entrances =
        endpoint.frontEnds().stream().map(GenericEndpoint.FrontEnd::node).toList();
    return nearest(paths, entrances.isEmpty() ? endpoint.backEnds().subList(0, 1) : entrances);
  }

  /** The ways to those of some nodes to which none of the others is nearer. */
  private List<Hop> nearest(
      SingleSourcePaths<String, DefaultWeightedEdge> paths, List<String> targets) {
    OptionalDouble least = targets.stream().mapToDouble(t -> distance(paths, t)).min();
    return targets.stream()
        .filter(target -> distance(paths, target) == least.orElseThrow())
        .flatMap(target -> hopToNode(paths, target).stream())
        .distinct()
        .toList();
  }

  private double distance(SingleSourcePaths<String, DefaultWeightedEdge> paths, String target) {
    return attached(paths, target)
        .map(segment -> paths.getWeight(vertex(segment)))
        .orElse(Double.POSITIVE_INFINITY);
  }

  private Optional<Hop> hopToNode(
      SingleSourcePaths<String, DefaultWeightedEdge> paths, String target) {
    return attached(paths, target)
        .flatMap(segment -> firstHop(paths, segment, Optional.of(target)));
  }

  /** The nearest segment that a node is on. */
  private Optional<Segment> attached(
      SingleSourcePaths<String, DefaultWeightedEdge> paths, String target) {
    return lab.attachmentsOf(target).stream()
        .map(Attachment::segment)
        .filter(segment -> paths.getPath(vertex(segment)) != null)
        .min(Comparator.comparingDouble(segment -> paths.getWeight(vertex(segment))));
  }

  /**
   * The neighbour to send to on the way to a segment.
   *
   * @param target the node to hand packets to where the segment is the first one of the way
   */
  private Optional<Hop> firstHop(
      SingleSourcePaths<String, DefaultWeightedEdge> paths,
      Segment segment,
      Optional<String> target) {
    GraphPath<String, DefaultWeightedEdge> path = paths.getPath(vertex(segment));
    if (path == null) {
      return Optional.empty();
    }
    List<String> way = path.getVertexList(); // node, segment, node, segment, ...
    String source = name(way.get(0));
    Segment first = lab.segment(name(way.get(1)));
    Optional<String> neighbour = way.size() > 2 ? Optional.of(name(way.get(2))) : target;
    return neighbour
        .flatMap(node -> interfaceOn(first, node))
        .flatMap(
            via ->
                interfaceOn(first, source)
                    .map(own -> new Hop(via.address(family).orElseThrow().address(), own.name())));
  }

  private static String name(String vertex) {
    return vertex.substring(vertex.indexOf(' ') + 1);
  }

  private static Optional<Interface> interfaceOn(Segment segment, String node) {
    return segment.members().stream().filter(member -> member.node().equals(node)).findFirst();
  }
}
