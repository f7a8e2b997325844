package dev.mignet.topology.faults;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.plan.Action.ShapeWire;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.run.LabNames;
import dev.mignet.topology.run.NodeRoutes;

/**
 * The wire at an interface of a running lab. It is cut at the switch's end, where it has one: the
 * node's interface then loses its carrier and nothing else, as when a cable is pulled. A link has
 * no such end; there the interface itself goes down, and as the kernel drops its routes then, they
 * are added again when it comes back.
 */
final class Cable implements AutoCloseable {

  private final Lab lab;
  private final End end;
  private final NetworkNamespace namespace;

  private Cable(Lab lab, End end) {
    this.lab = lab;
    this.end = end;
    this.namespace = NetworkNamespace.open(namespaceOf(lab, end));
  }

  private static String namespaceOf(Lab lab, End end) {
    return end instanceof End.AtSwitch at
        ? LabNames.switchNamespace(lab.name(), at.network())
        : LabNames.nodeNamespace(lab.name(), ((End.AtNode) end).node());
  }

  /** The wire at {@code node:interface}; {@link IllegalArgumentException} where there is none. */
  static Cable of(Lab lab, String reference) {
    for (ShapeWire wire : Planner.wires(lab)) {
      if (isAt(wire.first(), reference)) {
        boolean switched = wire.second() instanceof End.AtSwitch;
        return new Cable(lab, switched ? wire.second() : wire.first());
      } else if (isAt(wire.second(), reference)) {
        return new Cable(lab, wire.second());
      }
    }
    throw new IllegalArgumentException("no link or network has \"" + reference + '"');
  }

  private static boolean isAt(End end, String reference) {
    return end instanceof End.AtNode at && reference.equals(at.node() + ':' + at.interfaceName());
  }

  void set(boolean up) {
    if (end instanceof End.AtSwitch at) {
      set(at.port(), up);
    } else if (end instanceof End.AtNode at) {
      set(at.interfaceName(), up);
      if (up) {
        NodeRoutes.restore(namespace.rtnetlink(), lab, at.node(), at.interfaceName());
      }
    }
  }

  private void set(String device, boolean up) {
    if (up) {
      namespace.rtnetlink().up(device);
    } else {
      namespace.rtnetlink().down(device);
    }
  }

  @Override
  public void close() {
    namespace.close();
  }
}
