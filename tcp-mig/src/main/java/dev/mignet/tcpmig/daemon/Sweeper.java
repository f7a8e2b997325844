package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Target;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the connections whose socket has gone: from the kernel's events, and now and then by
 * looking; and those whose node has gone, by asking that.
 */
final class Sweeper {
  /** Between two looks, ms, at most. */
  private static final long INTERVAL = 10_000;

  /** A handshake that has come to nothing is over by then. */
  private static final int AGE = 120_000;

  /** A forwarded connection is asked for that often, ms, in case that a clean-up was lost. */
  private static final long ASK = 60_000;

  /** Before a node counts as dead it is asked so many times at least. */
  private static final int QUESTIONS = 4;

  /** So many are looked at in one go, that packets need not wait. */
  private static final int AT_ONCE = 256;

  private final Edges edges;
  private final ConnectionTable table;
  private final Initiator initiator;
  private final Target target;
  private final ActionRunner runner;
  private final Silence silence;
  private final long ask;
  private final long interval;
  private final Consumer<FlowKey> onClosed = this::socketGone;
  private long now;
  private long nextSweep;

  /**
   * @param silence of the other back-ends
   */
  Sweeper(
      Edges edges,
      ConnectionTable table,
      Initiator initiator,
      Target target,
      ActionRunner runner,
      Silence silence) {
    this.silence = silence;
    this.ask = Math.min(ASK, silence.deadAfter() / QUESTIONS);
    this.interval = Math.min(INTERVAL, ask);
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
   * Now and then: forgets local connections without a socket, asks for some of those that are
   * forwarded, and gives up those whose node is dead.
   */
  void sweep(long time) {
    if (time < nextSweep) {
      return;
    }
    now = time;
    nextSweep = time + interval;
    List<Connection> old =
        table.all().stream()
            .filter(c -> c.state() == ConnectionState.LOCAL && time - c.lookedAt() > AGE)
            .sorted(Comparator.comparingLong(Connection::lookedAt))
            .limit(AT_ONCE)
            .toList();
    for (Connection connection : old) {
      connection.setLookedAt(time); // its turn comes again after all others
      forgetIfGone(connection);
    }
    List<Connection> forwarded =
        table.all().stream()
            .filter(c -> c.state().isElsewhere())
            .filter(c -> !c.closed())
            .filter(c -> time - c.asked() > ask)
            .sorted(Comparator.comparingLong(Connection::asked))
            .limit(AT_ONCE)
            .toList();
    for (Connection connection : forwarded) {
      connection.setAsked(time);
      if (silence.isDead(connection.peer())) {
        runner.run(connection, initiator.peerDead(connection), time);
      } else {
        silence.asked(connection.peer(), time);
        runner.run(connection, initiator.ask(connection), time);
      }
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
