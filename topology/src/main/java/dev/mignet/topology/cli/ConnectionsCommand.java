package dev.mignet.topology.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mignet.nodes.control.ControlClient;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mignet connections}. */
@Command(
    name = "connections",
    description = "List the connections that the back-ends' migration daemons know.")
final class ConnectionsCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NODE",
      description = "A back-end; default: all.")
  private @Nullable String node;

  ConnectionsCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException {
    LabState state = options.state(labs);
    List<NodeState> asked =
        node != null
            ? List.of(BackEnds.require(options, state, node))
            : state.nodes().stream().filter(NodeState::backEnd).toList();
    JsonArray all = new JsonArray();
    for (NodeState backEnd : asked) {
      try (ControlClient client = BackEnds.connect(state, backEnd)) {
        for (JsonElement connection : client.request("connections").getAsJsonArray("connections")) {
          JsonObject row = new JsonObject();
          row.addProperty("node", backEnd.name());
          connection.getAsJsonObject().entrySet().forEach(e -> row.add(e.getKey(), e.getValue()));
          all.add(row);
        }
      }
    }
    json.print(options.out(), all, table(all));
    return ExitCode.DONE;
  }

  /** Whatever members the daemons give, each a column. */
  private static Table table(JsonArray rows) {
    Set<String> keys = new LinkedHashSet<>(List.of("node", "client", "endpoint", "state"));
    rows.forEach(row -> keys.addAll(row.getAsJsonObject().keySet()));
    Table table =
        new Table(keys.stream().map(key -> key.toUpperCase(Locale.ROOT)).toArray(String[]::new));
    rows.forEach(row -> table.row(cells(row.getAsJsonObject(), keys.stream())));
    return table;
  }

  private static String[] cells(JsonObject row, Stream<String> keys) {
    return keys.map(key -> row.has(key) ? text(row.get(key)) : "").toArray(String[]::new);
  }

  private static String text(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
