package dev.mignet.topology.cli;

import com.google.gson.JsonObject;
import dev.mignet.nodes.control.ControlClient;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** What the daemons of all back-ends answer to a command, by node, in the order of the file. */
  static Map<String, JsonObject> ask(LabState state, String command) throws IOException {
    return ask(state, state.nodes().stream().filter(NodeState::backEnd).toList(), command);
  }

  /** What the daemons of these back-ends answer to a command, by node. */
  static Map<String, JsonObject> ask(LabState state, List<NodeState> backEnds, String command)
      throws IOException {
    Map<String, JsonObject> answers = new LinkedHashMap<>();
    for (NodeState backEnd : backEnds) {
      try (ControlClient client = connect(state, backEnd)) {
        answers.put(backEnd.name(), client.request(command));
      }
    }
    return answers;
  }

  static ControlClient connect(LabState state, NodeState backEnd) throws IOException {
    return ControlClient.connect(LocalLabs.controlSocket(state.lab(), backEnd.name()));
  }
}
