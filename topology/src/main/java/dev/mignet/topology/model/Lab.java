package dev.mignet.topology.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole emulated cluster, resolved and valid.
 *
 * @param name the lab's name, {@code [a-z][a-z0-9-]{0,30}}; everything it owns on the machine
 *     carries it
 * @param nodes in the order of the file
 * @param segments the links and then the networks, each in the order of the file
 * @param endpoints the generic endpoints, in the order of the file
 * @param faults what is to go wrong, in the order of the file
 * @param seed of what happens by chance
 */
public record Lab(
    String name,
    List<Node> nodes,
    List<Segment> segments,
    List<GenericEndpoint> endpoints,
    List<Fault> faults,
    long seed) {

  /** Copies the lists, so that a lab never changes. */
  public Lab {
    nodes = List.copyOf(nodes);
    segments = List.copyOf(segments);
    endpoints = List.copyOf(endpoints);
    faults = List.copyOf(faults);
  }

  /** The same cluster under another name. */
  public Lab named(String otherName) {
    return new Lab(otherName, nodes, segments, endpoints, faults, seed);
  }

  /** The node of that name; {@link IllegalArgumentException} where the lab has none. */
  public Node node(String nodeName) {
    return nodes.stream()
        .filter(node -> node.name().equals(nodeName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node named \"" + nodeName + '"'));
  }

  /** The segment of that name; {@link IllegalArgumentException} where the lab has none. */
  public Segment segment(String segmentName) {
    return segments.stream()
        .filter(segment -> segment.name().equals(segmentName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no network named \"" + segmentName + '"'));
  }

  /** The generic endpoints that a node owns, in the order of the file. */
  public List<GenericEndpoint> endpointsOf(String nodeName) {
    return endpoints.stream().filter(e -> e.backEnds().contains(nodeName)).toList();
  }

  /** Whether a node owns an endpoint, and so has a migration daemon. */
  public boolean isBackEnd(String nodeName) {
    return !endpointsOf(nodeName).isEmpty();
  }

  /** Whether something runs at the node, or has run there, once the lab is up. */
  public boolean hasProcesses(Node node) {
    return !node.services().isEmpty() || !node.commands().isEmpty() || isBackEnd(node.name());
  }

  /**
   * The node's interfaces with the segments that they are on, in the order of {@link #segments}.
   */
  public List<Attachment> attachmentsOf(String nodeName) {
    return segments.stream()
        .flatMap(
            segment ->
                segment.members().stream()
                    .filter(member -> member.node().equals(nodeName))
                    .map(member -> new Attachment(segment, member)))
        .toList();
  }

  /** The same of all nodes, by name; a node without any interface has none here. */
  public Map<String, List<Attachment>> attachments() {
    Map<String, List<Attachment>> all = new HashMap<>();
    for (Segment segment : segments) {
      for (Interface member : segment.members()) {
        all.computeIfAbsent(member.node(), any -> new ArrayList<>())
            .add(new Attachment(segment, member));
      }
    }
    return all;
  }

  /** Whether anything is to go wrong on any wire. */
  public boolean isImpaired() {
    return segments.stream()
        .anyMatch(
            segment ->
                segment.members().stream()
                    .anyMatch(member -> segment.wire(member.reference()).isImpaired()));
  }

  /** An interface and the segment that it is on. */
  public record Attachment(Segment segment, Interface member) {}
}
