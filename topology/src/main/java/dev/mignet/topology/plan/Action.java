package dev.mignet.topology.plan;

import dev.mignet.nodes.disk.Disk;
import dev.mignet.nodes.process.Limits;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.NodeFile;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.model.Wire;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** What a step does. */
public sealed interface Action {

  /** Makes a node's folder, cgroup and namespace. */
  record CreateNode(String node) implements Action {}

  /** Limits what the processes of a node may use, before there are any. */
  record LimitNode(String node, Limits limits) implements Action {}

  /** Gives a node's folder a disk of its own, before there is anything in it. */
  record MakeDisk(String node, Disk disk) implements Action {}

  /** Makes a network's namespace with the bridge in it. */
  record CreateSwitch(Network network) implements Action {}

  /** Makes a veth pair between the two nodes of a link. */
  record ConnectNodes(Link link) implements Action {}

  /**
   * Makes a veth pair between a node and a switch.
   *
   * @param port the name of the interface at the switch
   */
  record ConnectToSwitch(Network network, Interface member, String port) implements Action {}

  /**
   * Shapes one wire, both ways.
   *
   * @param first one end, a node's
   * @param second the other end: a node's, or the port of a switch
   */
  record ShapeWire(Segment segment, End.AtNode first, End second) implements Action {
    /** How it behaves: forward is from the first end to the second. */
    public Wire wire() {
      return segment.wire(first.text());
    }
  }

  /**
   * Imposes what is to go wrong on the lab's wires: delay, loss and the like.
   *
   * @param wires those that are impaired, and how
   */
  record ImpairWires(List<String> wires) implements Action {}

  /** Sets kernel parameters of a node, in this order. */
  record SetSysctls(String node, List<Sysctl> sysctls) implements Action {}

  /** Gives a node its addresses, the virtual ones on {@code lo}, and sets its interfaces up. */
  record AssignAddresses(String node, List<Interface> interfaces, List<InetAddress> virtual)
      implements Action {}

  /** Adds a node's routes. */
  record AddRoutes(String node, List<Route> routes) implements Action {}

  /** Has a front-end keep where the server of each connection is, and send packets there. */
  record MapConnections(String node, List<MappedServer> servers) implements Action {}

  /** Places files at a node. */
  record WriteFiles(String node, Map<String, NodeFile> files) implements Action {}

  /** Runs commands at a node one after the other, each to its end. */
  record RunCommands(String node, List<List<String>> commands) implements Action {}

  /** Starts a service and waits until it answers. */
  record StartService(String node, Service service) implements Action {}

  /** Starts a back-end's migration daemon and waits until it answers. */
  record StartDaemon(String node) implements Action {}

  /**
   * Does an action on what an earlier one of its kind made, so that the outcome is the new one's:
   * other limits, another rate. What only the earlier one asked for was undone before.
   */
  record Again(Action action) implements Action {}

  /**
   * Takes back what an action made, or a part of that. No error where it is not there.
   *
   * @param step the name of the step whose action it was
   * @param action what it made
   */
  record Undo(String step, Action action) implements Action {}

  /** One end of a wire: an interface in a node's namespace, or a port in a network's. */
  sealed interface End {
    /** {@code NODE:INTERFACE} or {@code NETWORK:PORT}. */
    String text();

    /** A node's interface. */
    record AtNode(String node, String interfaceName) implements End {
      @Override
      public String text() {
        return node + ':' + interfaceName;
      }
    }

    /** A switch's port. */
    record AtSwitch(String network, String port) implements End {
      @Override
      public String text() {
        return network + ':' + port;
      }
    }
  }
}
