package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.RELAY;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Variant;
import java.util.Map;

/**
 * How chains of forwarding entries collapse. The client's packets come to the connection's home,
 * where it was made; a node that it has come to and gone on from tells the home where it is, and
 * forgets it when the home says that it forwards there itself.
 *
 * <p>Where front-ends send the client's packets to its server themselves, they come to such a node
 * until the next server has spoken, which may take long: it keeps its entry until the connection is
 * closed. The home's is the one that finds the server where a front-end has lost its table.
 */
final class Following {
  private static final Decision SETTLE = Decision.of(FORWARD, Action.RESET_SOCKET);
  private static final Decision SETTLE_AND_TELL =
      Decision.of(RELAY, Action.RESET_SOCKET, Action.SEND_MOVED);
  private static final Decision SETTLE_FOR_STRAGGLERS = Decision.of(RELAY, Action.RESET_SOCKET);
  private static final Decision TELL_AGAIN = Decision.of(RELAY, Action.SEND_MOVED);
  private static final Decision FORWARD_AGAIN = Decision.of(RELAY, Action.MARK_FORWARD);
  private static final Decision FORWARD_AND_TELL =
      Decision.of(RELAY, Action.MARK_FORWARD, Action.SEND_MOVED);
  private static final Decision FORGET = Decision.of(RELAY, Action.UNTRACK, Action.REMOVE);
  private static final Decision FOLLOW =
      Decision.of(FORWARD, Action.MARK_FORWARD, Action.SEND_FOLLOWING);
  private static final Decision SETTLE_AND_FOLLOW =
      Decision.of(FORWARD, Action.MARK_FORWARD, Action.RESET_SOCKET, Action.SEND_FOLLOWING);
  private static final Map<ConnectionState, Decision> ANSWER =
      Decision.inEachState(Action.SEND_FOLLOWING);

  private final Variant variant;

  Following(Variant variant) {
    this.variant = variant;
  }

  /** The connection has arrived at its peer. */
  Decision arrived(Connection connection, long now) {
    connection.checkpoint().release();
    connection.setPlace(connection.home(), connection.hops() + 1 & 0xffff);
    if (connection.home() == 0) {
      connection.await(Connection.NEVER, 0);
      return SETTLE;
    }
    // At home it needs nobody to send it on; only what is under way to this node does.
    if (connection.peer() == connection.home()) {
      awaitStragglers(connection, now);
      return SETTLE_FOR_STRAGGLERS;
    }
    connection.await(now + Timing.RETRANSMIT_MOVED, 1);
    return SETTLE_AND_TELL;
  }

  /** The home has not answered yet, or the last straggler has come. */
  static Decision timer(Connection connection, long now) {
    int tries = connection.tries();
    if (tries == 0) {
      return FORGET;
    }
    int pause =
        tries < Timing.MOVED_TRIES ? Timing.RETRANSMIT_MOVED : Timing.RETRANSMIT_MOVED_SELDOM;
    connection.await(now + pause, Math.min(tries + 1, Timing.MOVED_TRIES));
    return TELL_AGAIN;
  }

  /** The daemon was restarted: whether the home follows is not known any more. */
  static Decision recovered(Connection connection, long now) {
    if (connection.closed()) {
      connection.await(now + Timing.LINGER, 0);
      return FORWARD_AGAIN;
    }
    connection.await(now + Timing.RETRANSMIT_MOVED, 1);
    return FORWARD_AND_TELL;
  }

  /** The home forwards to where the connection has gone. */
  Decision homeFollows(Connection connection, SanMessage.Following following, long now) {
    if (connection.state() == RELAY
        && connection.isMigration(following.id())
        && !connection.closed()) {
      awaitStragglers(connection, now);
    }
    return Decision.unchanged(connection.state());
  }

  private void awaitStragglers(Connection connection, long now) {
    connection.await(
        switch (variant) {
          case BACK_END -> now + Timing.STRAGGLERS;
          case FRONT_END -> Connection.NEVER;
        },
        0);
  }

  /** At the home: the connection has gone on. */
  static Decision moved(Connection connection, SanMessage.Moved moved) {
    // A daemon that was restarted has not seen the handshake.
    SanMessage.Syn last = connection.migration();
    int isn = last == null ? connection.handshake().clientIsn() : last.clientIsn();
    boolean same = isn == moved.clientIsn();
    return switch (connection.state()) {
      case FORWARD, SHIPPING -> {
        // A checkpoint that is on its way makes one hop more.
        int hops = connection.hops() + (connection.state() == SHIPPING ? 1 : 0);
        if (!same || last == null || connection.closed() || !later(moved.hops(), hops)) {
          yield answer(connection);
        }
        Decision decision = connection.state() == SHIPPING ? SETTLE_AND_FOLLOW : FOLLOW;
        connection.await(Connection.NEVER, 0);
        connection.checkpoint().release();
        connection.setPeer(moved.node());
        connection.setPlace(connection.home(), moved.hops());
        connection.setMigration(last.as(moved.id(), moved.hops()));
        yield decision;
      }
      // It may turn out to have stayed where it was: the message comes again.
      case IMPORTING -> same ? Decision.unchanged(connection.state()) : answer(connection);
      // It has come home since.
      case LOCAL, DRAINING, CHECKING, WAIT, RELAY -> answer(connection);
    };
  }

  private static boolean later(int a, int b) {
    return (short) (a - b) > 0;
  }

  private static Decision answer(Connection connection) {
    return ANSWER.getOrDefault(connection.state(), Decision.unchanged(connection.state()));
  }
}
