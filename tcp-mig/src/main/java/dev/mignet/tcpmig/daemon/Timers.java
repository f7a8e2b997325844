package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The connections that wait for something, and when the loop has to look again. */
final class Timers {
  private final Set<Connection> watched = new LinkedHashSet<>();
  private long next;

  /** Looks after a connection as long as it has a deadline. */
  void watch(Connection connection) {
    if (connection.deadline() != Connection.NEVER) {
      watched.add(connection);
      next = Math.min(next, connection.deadline());
    }
  }

  /** When {@link #due} has to be asked next, ms. */
  long next() {
    return next;
  }

  /** Those whose deadline has come. */
  List<Connection> due(long now) {
    List<Connection> due = new ArrayList<>();
    watched.removeIf(connection -> connection.deadline() == Connection.NEVER);
    for (Connection connection : watched) {
      if (connection.deadline() <= now) {
        due.add(connection);
      }
    }
    return due;
  }

  /** Sets when to look again: at the next deadline, after {@code longest} ms at the latest. */
  void rest(long now, int longest) {
    next = now + longest;
    for (Connection connection : watched) {
      next = Math.min(next, connection.deadline());
    }
  }
}
