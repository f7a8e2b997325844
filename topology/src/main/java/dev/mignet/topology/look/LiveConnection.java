package dev.mignet.topology.look;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection as one back-end's daemon knows it.
 *
 * @param node the back-end
 * @param state such as {@code local} or {@code forward}
 * @param servedBy the back-end whose server the client talks to, found by asking from node to node
 * @param peer the back-end that this node has sent it to, or is about to get it from or send it to
 * @param from the back-end that it came from last; empty where it was made here
 * @param migrations how often this node has sent it away or taken it in
 * @param requests that the client sent while it was here
 * @param forwardedBytes of the client's IP packets that this node has passed on since it sent the
 *     connection away last
 * @param ageMs since it was made at, or came to, this node
 */
public record LiveConnection(
    String node,
    String client,
    String endpoint,
    String state,
    String servedBy,
    String peer,
    String from,
    int migrations,
    long requests,
    long forwardedBytes,
    long ageMs) {

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  /** What a daemon says of one. */
  private record Told(
      String client,
      String endpoint,
      String state,
      String peer,
      String from,
      int migrations,
      long requests,
      long forwardedBytes,
      long ageMs) {

    boolean isAway() {
      return state.equals("forward") || state.equals("relay") || state.equals("shipping");
    }

    String flow() {
      return client + ' ' + endpoint;
    }
  }

  /**
   * The connections of some nodes.
   *
   * @param answers of each back-end of the lab to the control command {@code connections}
   */
  public static List<LiveConnection> of(Map<String, JsonObject> answers) {
    Map<String, Map<String, Told>> known = new LinkedHashMap<>();
    answers.forEach((node, answer) -> known.put(node, byFlow(answer)));
    List<LiveConnection> all = new ArrayList<>();
    known.forEach(
        (node, connections) ->
            connections
                .values()
                .forEach(told -> all.add(of(node, told, server(node, told, known)))));
    return all;
  }

  private static Map<String, Told> byFlow(JsonObject answer) {
    Map<String, Told> connections = new LinkedHashMap<>();
    for (JsonElement each : answer.getAsJsonArray("connections")) {
      Told told = GSON.fromJson(each, Told.class);
      connections.put(told.flow(), told);
    }
    return connections;
  }

  /** Goes from node to node for as long as one says that the connection has gone on. */
  private static String server(String node, Told first, Map<String, Map<String, Told>> known) {
    Set<String> passed = new HashSet<>();
    String server = node;
    @Nullable Told told = first;
    while (told != null && told.isAway() && passed.add(server)) {
      server = told.peer();
      told = known.getOrDefault(server, Map.of()).get(first.flow());
    }
    return server;
  }

  private static LiveConnection of(String node, Told told, String server) {
    return new LiveConnection(
        node,
        told.client(),
        told.endpoint(),
        told.state(),
        server,
        told.peer(),
        told.from(),
        told.migrations(),
        told.requests(),
        told.forwardedBytes(),
        told.ageMs());
  }

  /** As {@code --json} shows it. */
  public JsonElement json() {
    return GSON.toJsonTree(this);
  }
}
