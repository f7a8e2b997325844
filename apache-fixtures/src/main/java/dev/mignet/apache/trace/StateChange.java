package dev.mignet.apache.trace;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a daemon's event log.
 *
 * @param nanos when, since 1970
 * @param event what happened, such as {@code syn-sent}
 * @param id of the migration, hexadecimal; empty where it has none yet
 * @param client address and port
 * @param state of the connection at the node from now on
 * @param reason why; may be empty
 */
record StateChange(
    long nanos, String node, String event, String id, String client, String state, String reason) {

  /** All lines of a file; an {@link IOException} names the line that is none. */
  static List<StateChange> read(Path file) throws IOException {
    List<StateChange> changes = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      try {
        changes.add(parse(line));
      } catch (JsonParseException
          | IllegalStateException
          | NullPointerException
          | UnsupportedOperationException
          | DateTimeException e) {
        throw new IOException(file + ":" + number + " is no line of an event log", e);
      }
    }
    return changes;
  }

  static StateChange parse(String line) {
    JsonObject event = JsonParser.parseString(line).getAsJsonObject();
    Instant time = Instant.parse(event.get("time").getAsString());
    return new StateChange(
        time.getEpochSecond() * 1_000_000_000L + time.getNano(),
        event.get("node").getAsString(),
        event.get("event").getAsString(),
        text(event, "id"),
        event.get("client").getAsString(),
        event.get("state").getAsString(),
        text(event, "reason"));
  }

  private static String text(JsonObject event, String member) {
    return event.has(member) ? event.get(member).getAsString() : "";
  }

  /** As the diagram shows it. */
  String text() {
    return event.replace('-', ' ') + (reason.isEmpty() ? "" : " (" + reason + ")");
  }
}
