package dev.mignet.tcpmig.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.kernel.ClientBytes;
import dev.mignet.tcpmig.kernel.SanChannel;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the control socket shows and does. Only the packet loop's thread may call it. */
public final class Status {
  /** Migrates a connection by order; false where its state does not allow that. */
  interface Migrate {
    boolean migrate(Connection connection, int target);
  }

  private static final Set<ConnectionState> SERVED_HERE =
      EnumSet.of(
          ConnectionState.LOCAL,
          ConnectionState.DRAINING,
          ConnectionState.CHECKING,
          ConnectionState.WAIT);

  private final DaemonSettings settings;
  private final ConnectionTable table;
  private final Counters counters;
  private final SanChannel san;
  private final Migrate migrate;

  Status(
      DaemonSettings settings,
      ConnectionTable table,
      Counters counters,
      SanChannel san,
      Migrate migrate) {
    this.settings = settings;
    this.table = table;
    this.counters = counters;
    this.san = san;
    this.migrate = migrate;
  }

  /**
   * All connections that the node knows.
   *
   * @param clientBytes what the kernel has counted of each client's packets
   */
  public JsonObject connections(Map<FlowKey, Long> clientBytes) {
    JsonArray list = new JsonArray();
    table.all().stream()
        .sorted(Comparator.comparing((Connection c) -> c.key().client()))
        .map(connection -> describe(connection, clientBytes))
        .forEach(list::add);
    JsonObject answer = new JsonObject();
    answer.add("connections", list);
    return answer;
  }

  /** The counters. */
  public JsonObject counters() {
    JsonObject answer = new JsonObject();
    counters.all().forEach(answer::addProperty);
    answer.addProperty("connections", table.size());
    answer.addProperty("san_sent", san.sent().sum());
    answer.addProperty("san_unsent", san.unsent());
    answer.addProperty("san_received", san.received().sum());
    answer.addProperty("san_refused", san.forged() + san.malformed());
    return answer;
  }

  /**
   * Migrates the connection of that client.
   *
   * @param client address and port as {@link #connections} shows them
   * @param target the number of the node
   */
  public JsonObject migrate(String client, int target) {
    Connection connection =
        table.all().stream()
            .filter(c -> c.key().client().equals(client))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no connection of client " + client));
    if (!migrate.migrate(connection, target)) {
      throw new IllegalArgumentException(
          SERVED_HERE.contains(connection.state())
              ? "connection of "
                  + client
                  + " is busy, or already at its target: try again when it is idle"
              : "connection of " + client + " is not served here");
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("started", true);
    return answer;
  }

  /** The node with that number; empty for none. */
  private String name(int number) {
    return number == 0 ? "" : settings.peer(number).node();
  }

  private JsonObject describe(Connection connection, Map<FlowKey, Long> clientBytes) {
    JsonObject object = new JsonObject();
    object.addProperty("client", connection.key().client());
    object.addProperty("endpoint", connection.key().server());
    object.addProperty("state", connection.state().name().toLowerCase(Locale.ROOT));
    object.addProperty(
        "peer", connection.state() == ConnectionState.LOCAL ? "" : name(connection.peer()));
    object.addProperty("from", name(connection.importedFrom()));
    object.addProperty("closed", connection.closed());
    object.addProperty("migrations", connection.migrations());
    object.addProperty("requests", connection.requests().passed());
    object.addProperty("forwarded_bytes", forwarded(connection, clientBytes));
    object.addProperty("age_ms", Clock.now() - connection.since());
    return object;
  }

  /** Bytes of the client's packets that went on to the peer since the connection went there. */
  private static long forwarded(Connection connection, Map<FlowKey, Long> clientBytes) {
    boolean away =
        connection.state() == ConnectionState.FORWARD
            || connection.state() == ConnectionState.RELAY
            || connection.state() == ConnectionState.SHIPPING;
    long now = clientBytes.getOrDefault(connection.key(), ClientBytes.UNKNOWN);
    long before = connection.clientBytesBefore();
    return away && before >= 0 ? Math.max(0, now - before) : 0;
  }
}
