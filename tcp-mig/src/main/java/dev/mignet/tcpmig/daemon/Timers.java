package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that wait for something, and when the loop has to look again.
 *
 * <p>Migrations under way are few and are looked through; closed connections that linger are many,
 * but all linger equally long, so that a queue keeps them in order.
 */
final class Timers {
  /** So many may linger; beyond that the oldest go before their time, so that memory is bounded. */
  private static final int MOST_LINGERING = 65_536;

  private final Set<Connection> underWay = new LinkedHashSet<>();
  private final Deque<Connection> lingering = new ArrayDeque<>();
  private long next;

  /** Takes note of a connection's deadline after a decision. */
  void watch(Connection connection) {
    if (connection.deadline() == Connection.NEVER) {
      underWay.remove(connection);
    } else if (connection.closed()) {
      underWay.remove(connection);
      lingering.add(connection);
    } else {
      underWay.add(connection);
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
    for (Connection connection : underWay) {
      if (connection.deadline() <= now) {
        due.add(connection);
      }
    }
    for (Connection oldest = lingering.peek(); oldest != null; oldest = lingering.peek()) {
      boolean still =
          oldest.closed()
              && oldest.deadline() != Connection.NEVER; // its addresses may have a new connection
      if (still && oldest.deadline() > now && lingering.size() <= MOST_LINGERING) {
        break;
      }
      lingering.remove();
      if (still) {
        due.add(oldest);
      }
    }
    return due;
  }

  /**
   * Sets when to look again: at the next deadline of a migration under way, after {@code longest}
   * ms at the latest.
   */
  void rest(long now, int longest) {
    next = now + longest;
    for (Connection connection : underWay) {
      next = Math.min(next, connection.deadline());
    }
  }
}
