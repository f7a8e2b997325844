package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.kernel.Mark;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Target;

/**
 * Takes up what the daemon before this one was about when it ended, from its {@link Journal}. The
 * kernel has kept the conntrack marks, the routes and the sockets; what waited in the packet queue
 * is lost, as on the wire, and sent again by the client.
 */
final class Recovery {
  private final Edges edges;
  private final ConnectionTable table;
  private final Initiator initiator;
  private final Target target;
  private final ActionRunner runner;
  private final Counters counters;

  Recovery(
      Edges edges,
      ConnectionTable table,
      Initiator initiator,
      Target target,
      ActionRunner runner,
      Counters counters) {
    this.edges = edges;
    this.table = table;
    this.initiator = initiator;
    this.target = target;
    this.runner = runner;
    this.counters = counters;
  }

  /** Before the first packet. */
  void run(long now) {
    for (Connection connection : edges.journal().read()) {
      counters.recovered++;
      connection.setSince(now);
      table.add(connection);
      runner.nothingAtHand();
      switch (connection.state()) {
        case DRAINING, CHECKING, WAIT ->
            runner.run(connection, initiator.recovered(connection, now), now);
        case SHIPPING, FORWARD, RELAY -> {
          boolean overtaken =
              edges.conntrack().hasEntryWithout(connection.key(), Mark.FORWARD | Mark.HOLD);
          runner.run(
              connection,
              overtaken ? initiator.overtaken() : initiator.recovered(connection, now),
              now);
        }
        case IMPORTING, LOCAL -> {
          SocketReport socket = edges.diag().query(connection.key());
          runner.run(connection, target.recovered(connection, socket, now), now);
        }
      }
    }
  }
}
