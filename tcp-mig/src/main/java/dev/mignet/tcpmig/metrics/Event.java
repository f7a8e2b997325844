package dev.mignet.tcpmig.metrics;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * A line of the event log.
 *
 * @param time when
 * @param node the node that tells it
 * @param event what happened, such as {@code syn-sent}
 * @param id of the migration; 0 where it has none yet
 * @param client address and port
 * @param endpoint address and port
 * @param state that the connection has at the node from now on, such as {@code wait}
 * @param peer the other node of the migration; empty for none
 * @param micros since the migration began at the node, in microseconds
 * @param reason why, where there is something to say; else empty
 */
public record Event(
    Instant time,
    String node,
    String event,
    long id,
    String client,
    String endpoint,
    String state,
    String peer,
    long micros,
    String reason) {

  /** As one line of JSON, without its end. */
  public String line() {
    JsonObject line = new JsonObject();
    line.addProperty("time", time.toString());
    line.addProperty("node", node);
    line.addProperty("event", event);
    if (id != 0) {
      line.addProperty("id", String.format("%016x", id));
    }
    line.addProperty("client", client);
    line.addProperty("endpoint", endpoint);
    line.addProperty("state", state);
    if (!peer.isEmpty()) {
      line.addProperty("peer", peer);
    }
    line.addProperty("micros", micros);
    if (!reason.isEmpty()) {
      line.addProperty("reason", reason);
    }
    return line.toString();
  }
}
