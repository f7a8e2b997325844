package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Target;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the connections whose socket has gone: from the kernel's events, and now and then by
 * looking.
 */
final class Sweeper {
  private static final int INTERVAL = 10_000;

  /** A handshake that has come to nothing is over by then. */
  private static final int AGE = 120_000;

  /** A forwarded connection is asked for that often, in case that a clean-up was lost. */
  private static final int ASK = 60_000;

  /** So many are looked at in one go, that packets need not wait. */
  private static final int AT_ONCE = 256;

  private final Edges edges;
  private final ConnectionTable table;
  private final Initiator initiator;
  private final Target target;
  private final ActionRunner runner;
  private final Consumer<FlowKey> onClosed = this::socketGone;
  private long now;
  private long nextSweep;

  Sweeper(
      Edges edges, ConnectionTable table, Initiator initiator, Target target, ActionRunner runner) {
    this.edges = edges;
    this.table = table;
    this.initiator = initiator;
    this.target = target;
    this.runner = runner;
  }

  /** Handles the sockets that the kernel reports as gone. */
  void readCloseEvents(long time) {
    now = time;
    if (!edges.closeEvents().drain(onClosed)) {
      nextSweep = time; // some were lost
    }
  }

  /**
   * Every ten seconds: forgets local connections without a socket, and asks for some of those that
   * are forwarded.
   */
  void sweep(long time) {
    if (time < nextSweep) {
      return;
    }
    now = time;
    nextSweep = time + INTERVAL;
    List<Connection> old =
        table.all().stream()
            .filter(c -> c.state() == ConnectionState.LOCAL && time - c.lookedAt() > AGE)
            .limit(AT_ONCE)
            .toList();
    for (Connection connection : old) {
      connection.setLookedAt(time); // its turn comes again after all others
      forgetIfGone(connection);
    }
    List<Connection> forwarded =
        table.all().stream()
            .filter(c -> c.state() == ConnectionState.FORWARD || c.state() == ConnectionState.RELAY)
            .filter(c -> !c.closed())
            .filter(c -> time - c.asked() > ASK)
            .limit(AT_ONCE)
            .toList();
    for (Connection connection : forwarded) {
      connection.setAsked(time);
      runner.run(connection, initiator.ask(connection), time);
    }
  }

  private void socketGone(FlowKey key) {
    Connection connection = table.find(key);
    if (connection == null
        || connection.state() != ConnectionState.LOCAL
            && connection.state() != ConnectionState.DRAINING) {
      return;
    }
    if (connection.migrations() > 0 || connection.reborn()) {
      forgetIfGone(
          connection); // the event may be of the socket that it had here before it moved away and
      // came back
    } else {
      close(connection);
    }
  }

  private void forgetIfGone(Connection connection) {
    int state = edges.diag().query(connection.key()).state();
    if (state == SocketReport.NONE || state == SocketReport.TIME_WAIT) {
      close(connection);
    }
  }

  private void close(Connection connection) {
    runner.nothingAtHand();
    runner.run(connection, target.closed(connection), now);
  }
}
