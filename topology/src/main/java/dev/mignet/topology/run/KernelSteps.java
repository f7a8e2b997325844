package dev.mignet.topology.run;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.MacAddress;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.NextHop;
import dev.mignet.nodes.net.RtnetlinkBatch;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.net.Veth;
import dev.mignet.san.Direction;
import dev.mignet.san.LinkShaper;
import dev.mignet.san.Shaping;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.plan.Route;
import dev.mignet.topology.plan.Sysctl;
import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps that make a lab's network: namespaces, wires, addresses, routes. */
final class KernelSteps implements AutoCloseable {

  private static final String LOOPBACK = "lo";

  /** A switch has no business on the network layer: no IPv6, no netfilter, no conntrack. */
  private static final List<Sysctl> LINK_LAYER_ONLY =
      List.of(
          new Sysctl("net.ipv6.conf.all.disable_ipv6", "1", true),
          new Sysctl("net.ipv6.conf.default.disable_ipv6", "1", true),
          new Sysctl("net.bridge.bridge-nf-call-iptables", "0", true),
          new Sysctl("net.bridge.bridge-nf-call-ip6tables", "0", true),
          new Sysctl("net.bridge.bridge-nf-call-arptables", "0", true));

  private final LabFolder folder;
  private final Map<String, NetworkNamespace> namespaces = new ConcurrentHashMap<>();
  private final Map<String, Integer> bridges = new ConcurrentHashMap<>();

  KernelSteps(LabFolder folder) {
    this.folder = folder;
  }

  /** Closes the namespaces that are open here; they stay. */
  @Override
  public void close() {
    namespaces.values().forEach(NetworkNamespace::close);
    namespaces.clear();
  }

  /** A node's namespace, open until {@link #close}. */
  NetworkNamespace node(String node) {
    return open(LabNames.nodeNamespace(folder.lab(), node));
  }

  /** A node's or a switch's namespace; empty where there is none. */
  Optional<NetworkNamespace> ifPresent(End end) {
    String name =
        end instanceof End.AtSwitch at
            ? LabNames.switchNamespace(folder.lab(), at.network())
            : LabNames.nodeNamespace(folder.lab(), ((End.AtNode) end).node());
    return NamespaceFiles.exists(name) ? Optional.of(open(name)) : Optional.empty();
  }

  /** Closes a namespace and deletes its name, if there is one. */
  void delete(String name) {
    Optional.ofNullable(namespaces.remove(name)).ifPresent(NetworkNamespace::close);
    bridges.remove(name);
    NamespaceFiles.delete(name);
  }

  private NetworkNamespace open(String name) {
    return namespaces.computeIfAbsent(name, NetworkNamespace::open);
  }

  void createNode(Action.CreateNode step) {
    LabNames.nodeCgroup(folder.lab(), step.node()).create();
    create(LabNames.nodeNamespace(folder.lab(), step.node()));
  }

  void limitNode(Action.LimitNode step) {
    LabNames.nodeCgroup(folder.lab(), step.node()).limit(step.limits());
  }

  void createSwitch(Action.CreateSwitch step) {
    NetworkNamespace namespace =
        create(LabNames.switchNamespace(folder.lab(), step.network().name()));
    set(namespace, LINK_LAYER_ONLY);
    namespace.rtnetlink().addBridge(LabNames.BRIDGE);
    namespace.rtnetlink().up(LabNames.BRIDGE);
  }

  private NetworkNamespace create(String name) {
    NetworkNamespace namespace = NetworkNamespace.create(name);
    namespaces.put(name, namespace);
    return namespace;
  }

  void connectNodes(Action.ConnectNodes step) {
    Link link = step.link();
    NetworkNamespace first = node(link.first().node());
    Wire wire = link.wire();
    Veth.End from = end(link.first(), WireProfile.of(wire, wire.forward()));
    first
        .rtnetlink()
        .addVeth(new Veth(from, end(link.second(), WireProfile.of(wire, wire.back()))));
  }

  void connectToSwitch(Action.ConnectToSwitch step) {
    NetworkNamespace at = open(LabNames.switchNamespace(folder.lab(), step.network().name()));
    Wire wire = step.network().wire(step.member().reference());
    Veth.End port = end(step.port(), at, null, WireProfile.of(wire, wire.back()));
    Veth.End member = end(step.member(), WireProfile.of(wire, wire.forward()));
    at.rtnetlink().addVeth(new Veth(port, member), bridge(at));
  }

  /** The ifindex of a switch's bridge. */
  private int bridge(NetworkNamespace at) {
    return bridges.computeIfAbsent(at.name(), name -> at.rtnetlink().link(LabNames.BRIDGE).index());
  }

  private Veth.End end(Interface member, Direction sends) {
    return end(member.name(), node(member.node()), MacAddress.parse(member.mac()), sends);
  }

  private static Veth.End end(
      String name, NetworkNamespace namespace, @Nullable MacAddress mac, Direction sends) {
    int gsoMaxSegments = Shaping.of(sends).gsoMaxSegments();
    return new Veth.End(name, namespace.fd(), mac, sends.profile().mtu(), gsoMaxSegments);
  }

  /**
   * Of a wire that is new. A switch's port is set up only now: an interface that is down is shaped
   * without waiting.
   */
  void shapeWire(Action.ShapeWire step) {
    Wire wire = step.wire();
    shapeNew(step.first(), Shaping.of(WireProfile.of(wire, wire.forward())));
    shapeNew(step.second(), Shaping.of(WireProfile.of(wire, wire.back())));
  }

  private void shapeNew(End end, Shaping shaping) {
    RtnetlinkBatch batch = open(LabNames.namespace(folder.lab(), end)).rtnetlink().batch();
    String name = LabNames.interfaceName(end);
    LinkShaper.shapeNew(batch, name, shaping);
    if (end instanceof End.AtSwitch) {
      batch.up(name);
    }
    batch.send();
  }

  /** Of a wire that is there already. */
  void shapeWireAgain(Action.ShapeWire step) {
    resizeWire(step);
    Wire wire = step.wire();
    shape(step.first(), WireProfile.of(wire, wire.forward()));
    shape(step.second(), WireProfile.of(wire, wire.back()));
  }

  /** Gives both ends the MTU of the profile. */
  private void resizeWire(Action.ShapeWire step) {
    int mtu = WireProfile.of(step.wire(), step.wire().forward()).profile().mtu();
    for (End end : List.of(step.first(), step.second())) {
      String name = LabNames.interfaceName(end);
      ifPresent(end).ifPresent(namespace -> namespace.rtnetlink().mtu(name, mtu));
    }
  }

  private void shape(End end, Direction sends) {
    String namespace = LabNames.namespace(folder.lab(), end);
    String name = LabNames.interfaceName(end);
    LinkShaper.apply(open(namespace).rtnetlink(), name, Shaping.of(sends));
  }

  void setSysctls(Action.SetSysctls step) {
    set(node(step.node()), step.sysctls());
  }

  private static void set(NetworkNamespace namespace, List<Sysctl> wanted) {
    Map<String, String> values = new LinkedHashMap<>();
    wanted.stream()
        .filter(sysctl -> sysctl.otherwise().isEmpty())
        .forEach(sysctl -> values.put(sysctl.key(), sysctl.value()));
    Set<String> optional =
        wanted.stream().filter(Sysctl::optional).map(Sysctl::key).collect(Collectors.toSet());
    new Sysctls(namespace).set(values, optional);
    wanted.stream()
        .filter(sysctl -> !sysctl.otherwise().isEmpty())
        .forEach(sysctl -> setEither(namespace, sysctl));
  }

  private static void setEither(NetworkNamespace namespace, Sysctl sysctl) {
    Sysctls sysctls = new Sysctls(namespace);
    try {
      sysctls.set(sysctl.key(), sysctl.value());
    } catch (KernelException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      sysctls.set(sysctl.key(), sysctl.otherwise());
    }
  }

  void assignAddresses(Action.AssignAddresses step) {
    RtnetlinkBatch batch = node(step.node()).rtnetlink().batch();
    for (Interface member : step.interfaces()) {
      member.addresses().forEach(one -> batch.replaceAddress(member.name(), prefix(one)));
    }
    for (InetAddress address : step.virtual()) {
      batch.replaceAddress(LOOPBACK, IpPrefix.host(address));
    }
    batch.up(LOOPBACK);
    step.interfaces().forEach(member -> batch.up(member.name()));
    batch.send();
  }

  static IpPrefix prefix(Cidr cidr) {
    return new IpPrefix(cidr.address(), cidr.prefix());
  }

  void addRoutes(Action.AddRoutes step) {
    RtnetlinkBatch batch = node(step.node()).rtnetlink().batch();
    step.routes().stream().map(KernelSteps::kernelRoute).forEach(batch::replaceRoute);
    batch.send();
  }

  void mapConnections(Action.MapConnections step) throws IOException, InterruptedException {
    ConnectionMap.apply(node(step.node()), step.servers());
  }

  static dev.mignet.nodes.net.Route kernelRoute(Route route) {
    NextHop[] hops =
        route.hops().stream()
            .map(hop -> new NextHop(hop.via(), hop.interfaceName(), 1))
            .toArray(NextHop[]::new);
    return new dev.mignet.nodes.net.Route(prefix(route.destination()), hops);
  }
}
