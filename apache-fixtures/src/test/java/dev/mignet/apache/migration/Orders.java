package dev.mignet.apache.migration;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mignet.apache.migration.Visit.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Connections of a lab whose daemons have no policy: they move when they are told to. */
record Orders(TestLab lab) {

  /** A request on a connection, which that node has to answer. */
  void ask(WebConnection connection, Visit visit, String node) throws IOException {
    Page page = Page.ofClass(2, 0, node);
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }

  /** Until the client's last ACK has come the connection is busy, and the daemon says so. */
  void order(String from, WebConnection connection, String to) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .ignoreExceptionsMatching(e -> String.valueOf(e.getMessage()).contains("is busy"))
        .until(() -> lab.ask(from, migrate(connection, to)).has("started"));
  }

  /** The order to migrate it. */
  static JsonObject migrate(WebConnection connection, String target) {
    JsonObject request = new JsonObject();
    request.addProperty("command", "migrate");
    request.addProperty("connection", connection.client());
    request.addProperty("target", target);
    return request;
  }

  /** A connection's state as a node knows it. */
  Optional<String> state(String node, WebConnection connection) throws IOException {
    for (JsonElement known : connections(node)) {
      if (known.getAsJsonObject().get("client").getAsString().equals(connection.client())) {
        return Optional.of(known.getAsJsonObject().get("state").getAsString());
      }
    }
    return Optional.empty();
  }

  /** All connections that a node knows. */
  JsonArray connections(String node) throws IOException {
    JsonObject request = new JsonObject();
    request.addProperty("command", "connections");
    return lab.ask(node, request).getAsJsonArray("connections");
  }
}
