package dev.mignet.topology.plan;

import dev.mignet.nodes.disk.Disk;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Lab.Attachment;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.yaml.WireKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** From what is wanted and what exists to the steps in between. */
public final class Planner {

  private final Lab lab;
  private final Map<String, List<Attachment>> attachments;
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Planner(Lab lab) {
    this.lab = lab;
    this.attachments = lab.attachments();
  }

  /**
   * The steps that make what is wanted of what exists.
   *
   * @param lab what is wanted
   * @param actual what exists
   */
  public static Plan plan(Lab lab, Actual actual) {
    Planner planner = new Planner(lab);
    planner.createNodes();
    planner.connect();
    planner.impair();
    planner.configure();
    planner.start();
    return new Plan(lab.name(), Difference.between(actual, lab, planner.steps));
  }

  /** The wires of a lab, in the order of the file, by the steps that shape them. */
  public static List<Action.ShapeWire> wires(Lab lab) {
    return plan(lab, Actual.NOTHING).steps().stream()
        .map(Step::action)
        .filter(Action.ShapeWire.class::isInstance)
        .map(Action.ShapeWire.class::cast)
        .toList();
  }

  /** The subnets that a node is on or has a route to. */
  public static List<Cidr> reachableFrom(Lab lab, String node) {
    Stream<Cidr> own =
        lab.attachmentsOf(node).stream()
            .flatMap(a -> a.member().addresses().stream())
            .map(Cidr::network);
    Stream<Cidr> routes =
        routings(lab).stream().flatMap(r -> r.routesOf(node).stream()).map(Route::destination);
    return Stream.concat(own, routes).toList();
  }

  private static List<Routing> routings(Lab lab) {
    return Stream.of(IpFamily.values()).map(family -> new Routing(lab, family)).toList();
  }

  /** A step that stands on all that it waits for. */
  private void add(String name, String reason, Action action, List<String> after) {
    add(name, reason, action, after, after);
  }

  private void add(String name, String reason, Action action, List<String> after, List<String> on) {
    steps.add(new Step(name, reason, action, after, on));
    names.add(name);
  }

  private List<Attachment> attachmentsOf(String node) {
    return attachments.getOrDefault(node, List.of());
  }

  private void createNodes() {
    for (Node node : lab.nodes()) {
      String role = lab.isBackEnd(node.name()) ? "back-end" : "node";
      add(
          createNode(node.name()),
          node.forwards() ? "a router of the topology" : "a " + role + " of the topology",
          new Action.CreateNode(node.name()),
          List.of());
      if (!node.resources().limits().isNone()) {
        add(
            limitNode(node.name()),
            String.join(", ", node.resources().limits().texts()),
            new Action.LimitNode(node.name(), node.resources().limits()),
            List.of(createNode(node.name())));
      }
      node.resources().disk().ifPresent(disk -> makeDisk(node.name(), disk));
    }
    for (Segment segment : lab.segments()) {
      if (segment instanceof Network network) {
        add(
            createSwitch(network),
            "a network of " + network.members().size() + " members",
            new Action.CreateSwitch(network),
            List.of());
      }
    }
  }

  private void makeDisk(String node, Disk disk) {
    add(
        makeDisk(node),
        String.join(", ", disk.texts()),
        new Action.MakeDisk(node, disk),
        List.of(createNode(node)));
  }

  private void connect() {
    for (Segment segment : lab.segments()) {
      if (segment instanceof Link link) {
        connect(link);
      } else if (segment instanceof Network network) {
        connect(network);
      }
    }
  }

  private void connect(Link link) {
    add(
        connectStep(link.first()),
        "a link to " + link.second().reference(),
        new Action.ConnectNodes(link),
        List.of(createNode(link.first().node()), createNode(link.second().node())));
    shape(link, link.first(), new Action.End.AtNode(link.second().node(), link.second().name()));
  }

  private void connect(Network network) {
    for (Interface member : network.members()) {
      // By its address and not by its place, so that it stays when another member goes.
      String port = "port" + network.subnet().indexOf(member.address().address());
      add(
          connectStep(member),
          "a member of " + network.name(),
          new Action.ConnectToSwitch(network, member, port),
          List.of(createNode(member.node()), createSwitch(network)));
      shape(network, member, new Action.End.AtSwitch(network.name(), port));
    }
  }

  private void shape(Segment segment, Interface member, Action.End other) {
    add(
        shapeStep(member),
        describe(segment.wire(member.reference())) + " on " + segment.name(),
        new Action.ShapeWire(segment, new Action.End.AtNode(member.node(), member.name()), other),
        List.of(connectStep(member)));
  }

  private static String describe(Wire wire) {
    List<String> texts = new ArrayList<>(List.of(wire.profile()));
    wire.mtu().ifPresent(mtu -> texts.add("MTU " + mtu));
    List<String> forward = WireKey.texts(wire.forward());
    List<String> back = WireKey.texts(wire.back());
    if (forward.equals(back)) {
      texts.addAll(forward);
    } else {
      texts.add("forward " + (forward.isEmpty() ? "plain" : String.join(" ", forward)));
      texts.add("back " + (back.isEmpty() ? "plain" : String.join(" ", back)));
    }
    return String.join(", ", texts);
  }

  private void impair() {
    List<String> shaped = new ArrayList<>();
    List<String> impaired = new ArrayList<>();
    for (Step step : steps) {
      if (step.action() instanceof Action.ShapeWire shape && shape.wire().isImpaired()) {
        shaped.add(step.name());
        impaired.add(shape.first().text() + ": " + describe(shape.wire()));
      }
    }
    if (!shaped.isEmpty()) {
      add(
          "impair wires",
          "delay, loss and the like on "
              + shaped.size()
              + (shaped.size() == 1 ? " wire" : " wires"),
          new Action.ImpairWires(impaired),
          shaped);
    }
  }

  private void configure() {
    List<Routing> routings = routings(lab);
    for (Node node : lab.nodes()) {
      String name = node.name();
      List<Interface> interfaces = attachmentsOf(name).stream().map(Attachment::member).toList();
      List<InetAddress> virtual =
          lab.endpointsOf(name).stream().map(GenericEndpoint::address).distinct().toList();
      add(
          "set sysctls of " + name,
          "what the role of " + name + " needs, and the topology's own",
          new Action.SetSysctls(name, NodeSysctls.of(lab, node, interfaces)),
          connectSteps(name));
      add(
          "assign addresses of " + name,
          addressReason(interfaces, virtual),
          new Action.AssignAddresses(name, interfaces, virtual),
          shapedSteps(name, "set sysctls of " + name), // nothing is sent unshaped
          connectSteps(name));
      List<Route> routes =
          routings.stream().flatMap(routing -> routing.routesOf(name).stream()).toList();
      if (!routes.isEmpty()) {
        add(
            "add routes of " + name,
            "subnets and virtual addresses behind other nodes: " + destinations(routes),
            new Action.AddRoutes(name, routes),
            List.of("assign addresses of " + name),
            // With the last address of an interface the kernel drops the routes by it.
            List.of(createNode(name), "assign addresses of " + name));
      }
      List<MappedServer> servers = MappedServer.of(lab, name);
      if (!servers.isEmpty()) {
        add(
            mapConnections(name),
            "the front-end of connections that move: "
                + String.join(", ", servers.stream().map(MappedServer::node).toList()),
            new Action.MapConnections(name, servers),
            List.of("assign addresses of " + name),
            List.of(createNode(name), "assign addresses of " + name));
      }
    }
  }

  private static String mapConnections(String node) {
    return "map connections at " + node;
  }

  private static String addressReason(List<Interface> interfaces, List<InetAddress> virtual) {
    List<String> all = new ArrayList<>();
    interfaces.forEach(i -> i.addresses().forEach(one -> all.add(i.name() + ' ' + one)));
    virtual.forEach(address -> all.add("lo " + IpPrefix.text(address)));
    return all.isEmpty() ? "only the loop-back" : String.join(", ", all);
  }

  private static String destinations(List<Route> routes) {
    return String.join(", ", routes.stream().map(route -> route.destination().toString()).toList());
  }

  private void start() {
    for (Node node : lab.nodes()) {
      String name = node.name();
      String disk = makeDisk(name);
      boolean hasDisk = node.resources().disk().isPresent();
      ProcessPlan processes =
          new ProcessPlan(lab, node, createNode(name), hasDisk ? disk : createNode(name));
      steps.addAll(processes.steps(configuredSteps(node), endpoint -> sanStep(name, endpoint)));
    }
  }

  /** The step that makes a back-end's wire to the SAN. */
  private String sanStep(String node, GenericEndpoint endpoint) {
    Segment san = lab.segment(endpoint.san());
    return san.members().stream()
        .filter(member -> member.node().equals(node))
        .findFirst()
        .map(member -> connectStep(wireEnd(san, member)))
        .orElseThrow(() -> new IllegalArgumentException(node + " is not on the SAN"));
  }

  /** The last of each chain of steps that make a node. */
  private List<String> configuredSteps(Node node) {
    String name = node.name();
    String routes = "add routes of " + name;
    boolean hasRoutes = names.contains(routes);
    List<String> after = shapedSteps(name, hasRoutes ? routes : "assign addresses of " + name);
    if (!MappedServer.of(lab, name).isEmpty()) {
      after.add(mapConnections(name));
    }
    if (!node.files().isEmpty()) {
      after.add(ProcessPlan.writeFiles(name));
    }
    if (!node.resources().limits().isNone()) {
      after.add(limitNode(name));
    }
    if (node.resources().disk().isPresent()) {
      after.add(makeDisk(name));
    }
    return after;
  }

  private List<String> connectSteps(String node) {
    List<String> after = new ArrayList<>();
    after.add(createNode(node));
    attachmentsOf(node).stream()
        .map(attachment -> connectStep(wireEnd(attachment.segment(), attachment.member())))
        .forEach(after::add);
    return after;
  }

  /** The steps that shape a node's wires, behind another. */
  private List<String> shapedSteps(String node, String first) {
    List<String> after = new ArrayList<>(List.of(first));
    attachmentsOf(node).stream()
        .map(attachment -> shapeStepOf(attachment.segment(), attachment.member()))
        .forEach(after::add);
    return after;
  }

  private static String shapeStepOf(Segment segment, Interface member) {
    return shapeStep(wireEnd(segment, member));
  }

  /** The end after which the wire's steps are called: a link's first, a network's member itself. */
  private static Interface wireEnd(Segment segment, Interface member) {
    return segment instanceof Link link ? link.first() : member;
  }

  private static String createNode(String node) {
    return "create node " + node;
  }

  private static String limitNode(String node) {
    return "limit node " + node;
  }

  private static String makeDisk(String node) {
    return "make disk of " + node;
  }

  private static String createSwitch(Network network) {
    return "create switch " + network.name();
  }

  private static String connectStep(Interface end) {
    return "connect " + end.reference();
  }

  private static String shapeStep(Interface end) {
    return "shape " + end.reference();
  }
}
