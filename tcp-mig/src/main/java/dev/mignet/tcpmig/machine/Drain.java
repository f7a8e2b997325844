package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.DRAINING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.DrainProgress;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;

/**
 * A request that is to take its connection along has come while its server still owes the client a
 * response, or the client an acknowledgment. It is held until the server owes nothing. Its bytes
 * have to be acknowledged meanwhile, or the client would send them again: by the server's kernel,
 * if the request is served here after all; by this node in its stead, where that is silent.
 */
final class Drain {
  private static final Decision[] TAKEN = {
    Decision.of(DRAINING, Verdict.STORE, Action.ACKNOWLEDGE_SERVER),
    Decision.of(DRAINING, Verdict.HOLD, Action.ACKNOWLEDGE_SERVER),
    Decision.of(DRAINING, Verdict.DROP, Action.ACKNOWLEDGE_SERVER)
  };
  private static final Decision PASS = Decision.of(DRAINING, Verdict.ACCEPT);
  private static final Decision CLIENT_RESET = Decision.of(LOCAL, Verdict.ACCEPT, Action.DROP_HELD);
  private static final Decision LOOK = Decision.of(DRAINING, Action.QUERY_SOCKET);
  private static final Decision WATCH_AND_LOOK =
      Decision.of(DRAINING, Action.WATCH, Action.QUERY_SOCKET);
  private static final Decision GO_ON = Decision.of(DRAINING);
  private static final Decision GO_ON_ACKNOWLEDGED =
      Decision.of(DRAINING, Action.ACKNOWLEDGE_CLIENT);
  private static final Decision GO_BACK = Decision.of(DRAINING, Action.MARK_LOCAL);
  private static final Decision GO_BACK_WITH_PACKET =
      Decision.of(DRAINING, Action.MARK_LOCAL, Action.ACKNOWLEDGE_SERVER);
  private static final Decision CHECK = Decision.of(CHECKING, Action.SUPPRESS, Action.QUERY_SOCKET);
  private static final Decision SERVE_HERE = Decision.of(LOCAL, Action.WATCH, Action.RELEASE_HELD);

  private Drain() {}

  /** A packet of the client. */
  static Decision packet(Connection connection, TcpView segment, ByteBuffer packet, long now) {
    if (segment.has(TcpView.RST)) {
      connection.await(Connection.NEVER, 0);
      connection.drain().end();
      connection.requests().makeOpaque();
      return CLIENT_RESET;
    }
    if (segment.payloadLength() == 0 && !segment.has(TcpView.FIN)) {
      return PASS;
    }
    Verdict verdict = Intake.take(connection, segment, packet);
    if (verdict != Verdict.DROP) {
      connection.drain().held(now);
    }
    return TAKEN[verdict == Verdict.STORE ? 0 : verdict == Verdict.HOLD ? 1 : 2];
  }

  /**
   * Time to look again. As long as the last response has not ended, the socket need not be asked.
   */
  static Decision timer(Connection connection, long now) {
    DrainProgress drain = connection.drain();
    if (connection.responses().lost()) {
      return serveHere(connection);
    }
    goOn(connection, now);
    if (drain.elapsed(now) >= Timing.DELAYED_ACK && !connection.watched()) {
      connection.setWatched(true);
      return WATCH_AND_LOOK;
    }
    boolean ended = connection.responses().ended(connection.requests().passed());
    return ended || drain.elapsed(now) >= Timing.DELAYED_ACK ? LOOK : GO_ON;
  }

  /** What the socket is; nothing is suppressed yet. */
  static Decision socket(Connection connection, SocketReport socket, long now) {
    if (socket.state() != SocketReport.ESTABLISHED) {
      return serveHere(connection); // the server closes: the request gets what any other would get
    }
    if (Quiescence.drained(connection, socket)) {
      return CHECK;
    }
    long waiting = connection.drain().unacknowledged(now);
    if (waiting >= Timing.DELAYED_ACK
        && socket.writeQueue() == 0 // or an ACK of the client might set it off at any moment
        && socket.silentMillis() >= Timing.SILENCE
        && socket.receiveWindow() > 0
        && connection.held().allStored()
        && connection.watched()
        && connection.responses().followedTo(Quiescence.sendNext(connection, socket))) {
      connection.checkpoint().acknowledge();
      connection.drain().acknowledged();
      return GO_ON_ACKNOWLEDGED;
    }
    if (waiting >= Timing.HOLD_MOST) {
      return serveHere(connection);
    }
    return GO_ON;
  }

  /** With everything suppressed the server turned out to owe something: on with it. */
  static Decision busy(Connection connection, boolean withPacket, long now) {
    if (!connection.drain().on()) {
      connection.drain().begin(now);
    }
    goOn(connection, now);
    return withPacket ? GO_BACK_WITH_PACKET : GO_BACK;
  }

  private static Decision serveHere(Connection connection) {
    Intake.giveBack(connection);
    connection.setWatched(true); // for two responses at once
    return SERVE_HERE;
  }

  private static void goOn(Connection connection, long now) {
    long elapsed = connection.drain().elapsed(now);
    long pause = Math.max(Timing.DRAIN_LOOK, Math.min(Timing.DRAIN_LOOK_MOST, elapsed / 8));
    connection.await(now + pause, 1);
  }
}
