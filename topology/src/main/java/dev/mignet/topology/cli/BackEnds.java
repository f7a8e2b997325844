package dev.mignet.topology.cli;

import dev.mignet.nodes.control.ControlClient;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;

/** The way to the migration daemons of a lab that is up. */
final class BackEnds {

  private BackEnds() {}

  /** A back-end by name; wrong usage where the node is none. */
  static NodeState require(LabOptions options, LabState state, String name) {
    NodeState node = options.node(state, name);
    if (!node.backEnd()) {
      throw options.usage("\"" + name + "\" is not a back-end");
    }
    return node;
  }

  static ControlClient connect(LabState state, NodeState backEnd) throws IOException {
    return ControlClient.connect(LocalLabs.controlSocket(state.lab(), backEnd.name()));
  }
}
