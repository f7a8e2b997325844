package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.kernel.SocketDiag;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.policy.Policy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the connections that have rested for as long as the policy says. The kernel knows when data
 * went last, so that packets need not come by here; a connection is asked for when it can have
 * rested for long enough at the earliest.
 */
final class RestWatch {
  /** Between two looks at all connections, ms: an eighth of the time of rest, within these. */
  private static final long LEAST_PAUSE = 20;

  private static final long MOST_PAUSE = 1000;

  /** So many are looked at in one go, that packets need not wait. */
  private static final int AT_ONCE = 256;

  private final SocketDiag diag;
  private final ConnectionTable table;
  private final Policy policy;
  private final Initiator initiator;
  private final ActionRunner runner;
  private final Consumer<Connection> settle;
  private long next;

  /**
   * Over the connections of a table.
   *
   * @param settle has a connection's data wait, and takes in what has gone by
   */
  RestWatch(
      SocketDiag diag,
      ConnectionTable table,
      Policy policy,
      Initiator initiator,
      ActionRunner runner,
      Consumer<Connection> settle) {
    this.diag = diag;
    this.table = table;
    this.policy = policy;
    this.initiator = initiator;
    this.runner = runner;
    this.settle = settle;
  }

  /** Moves those that have rested; does nothing where it is too early to look again. */
  void look(long now) {
    if (now < next || policy.idleMillis() == Policy.NEVER) {
      return;
    }
    next = now + Math.max(LEAST_PAUSE, Math.min(MOST_PAUSE, policy.idleMillis() / 8));
    List<Connection> resting =
        table.all().stream()
            .filter(connection -> initiator.mayHaveRested(connection, now))
            .limit(AT_ONCE)
            .toList();
    for (Connection connection : resting) {
      SocketReport socket = diag.query(connection.key());
      if (initiator.hasRested(socket)) { // a busy one's data need not wait
        settle.accept(connection);
        socket = diag.query(connection.key());
      }
      runner.nothingAtHand();
      runner.run(connection, initiator.rested(connection, socket, now), now);
    }
  }
}
