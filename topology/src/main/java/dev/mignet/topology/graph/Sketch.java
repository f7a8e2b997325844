package dev.mignet.topology.graph;

import dev.mignet.san.Direction;
import dev.mignet.san.LinkProfile;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.GenericEndpoint.IdleRule;
import dev.mignet.topology.model.GenericEndpoint.UrlRule;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.run.WireProfile;
import dev.mignet.topology.yaml.DurationText;
import dev.mignet.topology.yaml.Rate;
import dev.mignet.topology.yaml.WireKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** The profile that says nothing. */
  private static final String UNSHAPED = "unshaped";

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
   * @param limits what it may use, may be empty
   */
  record Box(
      String node,
      Role role,
      String details,
      String limits,
      List<Port> ports,
      List<Endpoint> endpoints) {

    /** Interfaces, and then endpoints, as rows of text. */
    List<Port> rows() {
      List<Port> rows = new ArrayList<>(ports);
      for (Endpoint endpoint : endpoints) {
        String text = "lo " + endpoint.address() + " (" + endpoint.name() + ')';
        rows.add(new Port("lo-" + endpoint.name(), List.of(text)));
      }
      return rows;
    }

    /** What stands below its name. */
    List<String> remarks() {
      return Stream.of(details, limits).filter(line -> !line.isEmpty()).toList();
    }
  }

  /**
   * An interface of a node.
   *
   * @param lines the first such as {@code eth0 10.9.1.1/24}, another one for an IPv6 address
   */
  record Port(String name, List<String> lines) {
    String text() {
      return String.join(", ", lines);
    }
  }

  /**
   * A generic endpoint at one of its back-ends.
   *
   * @param address with the port
   * @param entrance whether new connections come to this back-end
   * @param attracts prefixes of the requests that move their connection here
   */
  record Endpoint(String name, String address, boolean entrance, List<String> attracts) {}

  /** A network, and whether it carries migrations. */
  record Switch(String network, boolean san, Label label) {}

  /** A link between two nodes, and whether it carries migrations. */
  record Wire(Interface first, Interface second, boolean san, Label label) {}

  /**
   * A node's interface in a switch.
   *
   * @param label how its wire differs from those of the others; empty where it does not
   */
  record Plug(Interface member, String network, Optional<Label> label) {}

  /**
   * What is said of a wire, in lines.
   *
   * @param forward of the one direction, {@code back} of the other; both empty where they are alike
   */
  record Label(List<String> both, String forward, String back, List<String> subnets) {

    /** The lines, the directions named by these words. */
    List<String> lines(String forwardWord, String backWord) {
      List<String> lines = new ArrayList<>(both);
      if (!forward.isEmpty()) {
        lines.add(forwardWord + ' ' + forward);
      }
      if (!back.isEmpty()) {
        lines.add(backWord + ' ' + back);
      }
      lines.addAll(subnets);
      return lines;
    }

    /** The lines of a link. */
    List<String> lines() {
      return lines("forward", "back");
    }

    /** The lines of a network or of a member's wire. */
    List<String> linesOfSwitch() {
      return lines("to switch", "from switch");
    }
  }

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
    Set<String> sans =
        lab.endpoints().stream().map(GenericEndpoint::san).collect(Collectors.toSet());
    List<Switch> switches = new ArrayList<>();
    List<Wire> links = new ArrayList<>();
    List<Plug> plugs = new ArrayList<>();
    for (Segment segment : lab.segments()) {
      boolean san = sans.contains(segment.name());
      if (segment instanceof Link link) {
        links.add(new Wire(link.first(), link.second(), san, label(link)));
      } else if (segment instanceof Network network) {
        switches.add(new Switch(network.name(), san, label(network)));
        network.members().forEach(member -> plugs.add(plug(network, member)));
      }
    }
    List<Arrow> arrows = new ArrayList<>();
    lab.endpoints().forEach(endpoint -> arrows.addAll(distribution(endpoint)));
    // Endpoints that share a back-end share the policy, so the same arrow may come twice.
    lab.endpoints().stream().flatMap(e -> policy(e).stream()).distinct().forEach(arrows::add);
    return new Sketch(boxes, switches, links, plugs, arrows);
  }

  private static Box box(Lab lab, Node node) {
    List<Port> ports = lab.attachmentsOf(node.name()).stream().map(a -> port(a.member())).toList();
    List<Endpoint> endpoints =
        lab.endpointsOf(node.name()).stream().map(e -> endpoint(e, node.name())).toList();
    Role role = endpoints.isEmpty() ? (node.forwards() ? Role.ROUTER : Role.HOST) : Role.BACK_END;
    List<String> details =
        Stream.concat(
                Stream.of(role.word).filter(word -> !word.isEmpty()),
                node.services().stream().map(Service::name))
            .toList();
    String limits = String.join(", ", node.resources().texts());
    return new Box(node.name(), role, String.join(", ", details), limits, ports, endpoints);
  }

  private static Port port(Interface member) {
    List<String> lines = new ArrayList<>(List.of(member.name() + ' ' + member.address()));
    member.address6().map(Cidr::toString).ifPresent(lines::add);
    return new Port(member.name(), lines);
  }

  private static Endpoint endpoint(GenericEndpoint endpoint, String node) {
    boolean entrance =
        endpoint.frontEnds().isEmpty()
            ? endpoint.backEnds().get(0).equals(node)
            : endpoint.frontEnds().stream().anyMatch(front -> front.to().contains(node));
    List<String> attracts =
        Stream.concat(
                endpoint.policy().stream()
                    .filter(rule -> rule.migrateTo().contains(node))
                    .map(UrlRule::prefix),
                endpoint.idle().stream()
                    .filter(rule -> rule.migrateTo().contains(node))
                    .map(Sketch::text))
            .toList();
    return new Endpoint(endpoint.name(), endpoint.authority(), entrance, attracts);
  }

  private static Plug plug(Network network, Interface member) {
    dev.mignet.topology.model.Wire own = network.wire(member.reference());
    Optional<Label> label =
        own.equals(network.wire()) ? Optional.empty() : Optional.of(label(own, List.of()));
    return new Plug(member, network.name(), label);
  }

  private static Label label(Segment segment) {
    List<String> subnets = new ArrayList<>(List.of(segment.subnet().toString()));
    segment.subnet6().map(Cidr::toString).ifPresent(subnets::add);
    return label(segment.wire(), subnets);
  }

  private static Label label(dev.mignet.topology.model.Wire wire, List<String> subnets) {
    Direction forward = WireProfile.of(wire, wire.forward());
    Direction back = WireProfile.of(wire, wire.back());
    List<String> both = new ArrayList<>();
    add(both, wire.profile().equals(UNSHAPED) ? "" : wire.profile());
    String mtu = forward.profile().mtu() == USUAL_MTU ? "" : "MTU " + forward.profile().mtu();
    if (forward.equals(back)) {
      add(both, joined(rate(forward), mtu));
      add(both, faults(forward));
      return new Label(both, "", "", subnets);
    }
    add(both, mtu);
    return new Label(
        both, joined(rate(forward), faults(forward)), joined(rate(back), faults(back)), subnets);
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
    return endpoint.frontEnds().stream()
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

  private static String text(IdleRule rule) {
    return "idle for " + DurationText.text(rule.after());
  }

  /** A connection may be at any back-end but the rule's own when a request moves it. */
  private static List<Arrow> policy(GenericEndpoint endpoint) {
    Map<String, List<String>> causes = new LinkedHashMap<>();
    for (UrlRule rule : endpoint.policy()) {
      for (String target : rule.migrateTo()) {
        causes.computeIfAbsent(target, to -> new ArrayList<>()).add(rule.prefix());
      }
    }
    for (IdleRule rule : endpoint.idle().stream().toList()) {
      for (String target : rule.migrateTo()) {
        causes.computeIfAbsent(target, to -> new ArrayList<>()).add(text(rule));
      }
    }
    List<Arrow> arrows = new ArrayList<>();
    causes.forEach(
        (to, lines) ->
            endpoint.backEnds().stream()
                .filter(from -> !from.equals(to))
                .forEach(from -> arrows.add(new Arrow(from, to, Cause.POLICY, lines))));
    return arrows;
  }
}
