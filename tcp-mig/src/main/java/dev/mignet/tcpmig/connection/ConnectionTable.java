package dev.mignet.tcpmig.connection;

import dev.mignet.tcpmig.wire.FlowKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a node knows, by their addresses. Owned by the packet loop's thread; a
 * look-up allocates nothing.
 */
public final class ConnectionTable {
  private final Map<FlowKey, Connection> connections = new HashMap<>();

  public @Nullable Connection find(FlowKey key) {
    return connections.get(key);
  }

  /** The connection with that key, made now if there is none. */
  public Connection findOrAdd(FlowKey key, long now) {
    Connection known = connections.get(key);
    return known != null ? known : add(key.copy(), now);
  }

  /** Adds one whose addresses have none yet. */
  public void add(Connection connection) {
    connections.put(connection.key(), connection);
  }

  public void remove(Connection connection) {
    connections.remove(connection.key(), connection);
  }

  public Collection<Connection> all() {
    return connections.values();
  }

  public int size() {
    return connections.size();
  }

  private Connection add(FlowKey key, long now) {
    Connection made = new Connection(key, now);
    connections.put(key, made);
    return made;
  }
}
