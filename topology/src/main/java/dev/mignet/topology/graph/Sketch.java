package dev.mignet.topology.graph;

import dev.mignet.san.Direction;
import dev.mignet.san.LinkProfile;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.GenericEndpoint.UrlRule;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.run.WireProfile;
import dev.mignet.topology.yaml.Rate;
import dev.mignet.topology.yaml.WireKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a picture of a lab shows, in words and arrows, apart from how it is written down.
 *
 * @param boxes the nodes, in the order of the file
 * @param switches the networks, in the order of the file
 * @param links the wires between two nodes
 * @param plugs the wires between a node and a switch
 * @param arrows ways of connections: of new ones, and of those that a policy moves
 */
record Sketch(
    List<Box> boxes,
    List<Switch> switches,
    List<Wire> links,
    List<Plug> plugs,
    List<Arrow> arrows) {

  /** The usual MTU; only another one is worth a word. */
  private static final int USUAL_MTU = 1500;

  /** What a node is for. */
  enum Role {
    HOST(""),
    ROUTER("router"),
    BACK_END("back-end");

    private final String word;

    Role(String word) {
      this.word = word;
    }
  }

  /**
   * A node.
   *
   * @param details its role and its services, may be empty
   */
  record Box(String node, Role role, String details, List<Port> ports) {}

  /**
   * An interface of a node.
   *
   * @param text such as {@code eth0 10.9.1.1/24}, or {@code lo 10.9.100.1:80 (web)}
   */
  record Port(String name, String text) {}

  /** A network; its lines of text, the first its name. */
  record Switch(String network, List<String> lines) {}

  /** A link between two nodes, with lines of text. */
  record Wire(Interface first, Interface second, List<String> lines) {}

  /** A node's interface in a switch. */
  record Plug(Interface member, String network) {}

  /** How an arrow comes about. */
  enum Cause {
    /** The front-end hands new connections to a back-end. */
    DISTRIBUTION,
    /** Requests whose connection migrates. */
    POLICY
  }

  /** From a node to a node. */
  record Arrow(String from, String to, Cause cause, List<String> lines) {}

  static Sketch of(Lab lab) {
    List<Box> boxes = lab.nodes().stream().map(node -> box(lab, node)).toList();
    List<Switch> switches = new ArrayList<>();
    List<Wire> links = new ArrayList<>();
    List<Plug> plugs = new ArrayList<>();
    for (Segment segment : lab.segments()) {
      if (segment instanceof Link link) {
        links.add(new Wire(link.first(), link.second(), lines(link)));
      } else if (segment instanceof Network network) {
        List<String> lines = new ArrayList<>(List.of(network.name()));
        lines.addAll(lines(network));
        switches.add(new Switch(network.name(), lines));
        network.members().forEach(member -> plugs.add(new Plug(member, network.name())));
      }
    }
    List<Arrow> arrows = new ArrayList<>();
    lab.endpoints().forEach(endpoint -> arrows.addAll(distribution(endpoint)));
    // Endpoints that share a back-end share the policy, so the same arrow may come twice.
    lab.endpoints().stream().flatMap(e -> policy(e).stream()).distinct().forEach(arrows::add);
    return new Sketch(boxes, switches, links, plugs, arrows);
  }

  private static Box box(Lab lab, Node node) {
    List<Port> ports = new ArrayList<>();
    lab.attachmentsOf(node.name()).forEach(a -> ports.add(port(a.member())));
    List<GenericEndpoint> endpoints = lab.endpointsOf(node.name());
    for (GenericEndpoint endpoint : endpoints) {
      String address = endpoint.address().getHostAddress() + ':' + endpoint.port();
      ports.add(new Port("lo-" + endpoint.name(), "lo " + address + " (" + endpoint.name() + ')'));
    }
    Role role = endpoints.isEmpty() ? (node.forwards() ? Role.ROUTER : Role.HOST) : Role.BACK_END;
    List<String> details = new ArrayList<>(node.services().stream().map(Service::name).toList());
    if (role != Role.HOST) {
      details.add(0, role.word);
    }
    return new Box(node.name(), role, String.join(", ", details), ports);
  }

  private static Port port(Interface member) {
    String addresses = String.join(", ", member.addresses().stream().map(Cidr::toString).toList());
    return new Port(member.name(), member.name() + ' ' + addresses);
  }

  private static List<String> lines(Segment segment) {
    dev.mignet.topology.model.Wire wire = segment.wire();
    Direction forward = WireProfile.of(wire, wire.forward());
    Direction back = WireProfile.of(wire, wire.back());
    List<String> lines = new ArrayList<>(List.of(forward.profile().name()));
    String mtu = forward.profile().mtu() == USUAL_MTU ? "" : "MTU " + forward.profile().mtu();
    if (forward.equals(back)) {
      add(lines, joined(rate(forward), mtu));
      add(lines, faults(forward));
    } else {
      add(lines, mtu);
      add(lines, "forward " + joined(rate(forward), faults(forward)));
      add(lines, "back " + joined(rate(back), faults(back)));
    }
    lines.add(segment.subnet().toString());
    segment.subnet6().map(Cidr::toString).ifPresent(lines::add);
    return lines;
  }

  private static void add(List<String> lines, String line) {
    if (!line.isEmpty()) {
      lines.add(line);
    }
  }

  private static String joined(String one, String other) {
    return one + (one.isEmpty() || other.isEmpty() ? "" : ", ") + other;
  }

  private static String rate(Direction direction) {
    LinkProfile profile = direction.profile();
    return profile.bitsPerSecond() == LinkProfile.UNLIMITED
        ? ""
        : Rate.text(profile.bitsPerSecond()) + "/s";
  }

  private static String faults(Direction direction) {
    return String.join(", ", WireKey.texts(direction.impairments()));
  }

  private static List<Arrow> distribution(GenericEndpoint endpoint) {
    return endpoint.frontEnd().stream()
        .flatMap(
            frontEnd ->
                frontEnd.to().stream()
                    .map(
                        to ->
                            new Arrow(
                                frontEnd.node(),
                                to,
                                Cause.DISTRIBUTION,
                                List.of("new to " + endpoint.name()))))
        .toList();
  }

  /** A connection may be at any back-end but the rule's own when a request moves it. */
  private static List<Arrow> policy(GenericEndpoint endpoint) {
    Map<String, List<String>> prefixes = new LinkedHashMap<>();
    for (UrlRule rule : endpoint.policy()) {
      prefixes.computeIfAbsent(rule.migrateTo(), to -> new ArrayList<>()).add(rule.prefix());
    }
    List<Arrow> arrows = new ArrayList<>();
    prefixes.forEach(
        (to, lines) ->
            endpoint.backEnds().stream()
                .filter(from -> !from.equals(to))
                .forEach(from -> arrows.add(new Arrow(from, to, Cause.POLICY, lines))));
    return arrows;
  }
}
