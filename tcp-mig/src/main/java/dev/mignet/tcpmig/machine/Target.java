package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.http.RequestStream;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The target's side of a migration (the paper, section 5), as a pure state machine: the initiator's
 * messages, the socket's state and the time come in, decisions go out.
 */
public final class Target {
  private static final byte[] NOTHING = {};

  private static final Decision IMPORT = Decision.of(IMPORTING, Action.CREATE_SOCKET);
  private static final Decision ACK = Decision.of(IMPORTING, Action.SEND_ACK);
  private static final Decision HOLD = Decision.of(IMPORTING, Verdict.HOLD);
  private static final Decision TAKE =
      Decision.of(
          LOCAL, Action.REPLAY, Action.RELEASE_HELD, Action.MARK_LOCAL, Action.SEND_STORED_LATER);
  private static final Decision DECLINE =
      Decision.of(LOCAL, Action.MARK_LOCAL, Action.DROP_HELD, Action.SEND_REJECT, Action.REMOVE);
  private static final Decision DECLINE_AND_FORWARD =
      Decision.of(FORWARD, Action.MARK_FORWARD, Action.FORWARD_HELD, Action.SEND_REJECT);
  private static final Decision ABANDON =
      Decision.of(LOCAL, Action.RESET_SOCKET, Action.MARK_LOCAL, Action.DROP_HELD, Action.REMOVE);
  private static final Decision ABANDON_AND_FORWARD =
      Decision.of(FORWARD, Action.RESET_SOCKET, Action.MARK_FORWARD, Action.FORWARD_HELD);
  private static final Decision CLOSE = Decision.of(LOCAL, Action.SEND_CLEAN_UP, Action.REMOVE);
  private static final Map<ConnectionState, Decision> REFUSE =
      Decision.inEachState(Action.SEND_REJECT);
  private static final Map<ConnectionState, Decision> STORED_BEFORE =
      Decision.inEachState(Action.SEND_STORED);

  /**
   * A migration SYN came; the connection may be new to this node, one that it forwards, or an old
   * one with the same addresses.
   */
  public Decision syn(Connection connection, SanMessage.Syn syn, int from) {
    switch (connection.state()) {
      case CHECKING:
      case WAIT:
        connection.setRejectReason(RejectReason.BUSY);
        return again(REFUSE, connection);
      case IMPORTING:
        // The acknowledgment was lost.
        if (connection.isMigration(syn.id())) {
          return ACK;
        }
        break;
      // In SHIPPING: that it comes from elsewhere tells that what was shipped has arrived.
      case LOCAL:
      case SHIPPING:
      case FORWARD:
        // A duplicate that the SAN delivered late: the connection has come already, and perhaps
        // gone.
        if (connection.importedBy() == syn.id()) {
          return Decision.unchanged(connection.state());
        }
        connection.rememberPlace();
        break;
    }
    if (connection.state() != IMPORTING) {
      connection.checkpoint().release(); // notes begin
    }
    connection.setPeer(from);
    connection.setMigration(syn);
    connection.setReceiveNext(syn.start());
    return IMPORT;
  }

  /**
   * What came of {@link Action#CREATE_SOCKET}.
   *
   * @param created when the kernel made the socket, at which its timestamp clock began with the
   *     migration SYN's
   */
  public Decision socket(Connection connection, SocketReport socket, long created) {
    if (socket.isNew()) {
      connection.setSince(created);
      connection.await(created + Timing.IMPORT, 1);
      return ACK;
    }
    connection.setRejectReason(RejectReason.NO_SOCKET);
    return backToPlace(connection, DECLINE_AND_FORWARD, DECLINE);
  }

  /**
   * The client's packets wait until the checkpoint has been replayed. Their data are noted: what
   * stands behind the checkpoint may hold requests, or the rest of one.
   */
  public Decision packet(Connection connection, TcpView segment, ByteBuffer packet) {
    Checkpoint noted = connection.checkpoint();
    if (noted.length() == 0) {
      noted.begin(segment.sequence(), NOTHING, 0, 0);
    }
    // What does not fit is missing later, as after a gap, or is inside a long body and not missed.
    noted.add(segment.sequence(), packet, segment.payloadOffset(), segment.payloadLength(), false);
    return HOLD;
  }

  /** The checkpoint came: from here on the connection is served here. */
  public Decision checkpoint(Connection connection, SanMessage.Checkpoint checkpoint) {
    if (connection.state() == IMPORTING && connection.isMigration(checkpoint.id())) {
      take(connection, checkpoint);
      return TAKE;
    }
    // The answer was lost.
    if (connection.importedBy() == checkpoint.id()) {
      return again(STORED_BEFORE, connection);
    }
    return Decision.unchanged(connection.state());
  }

  /** The initiator serves after all. */
  public Decision abort(Connection connection, SanMessage.Abort abort) {
    if (connection.state() != IMPORTING || !connection.isMigration(abort.id())) {
      return Decision.unchanged(connection.state());
    }
    return backToPlace(connection, ABANDON_AND_FORWARD, ABANDON);
  }

  /** No checkpoint has come in time: the initiator is dead or has given up. */
  public Decision timer(Connection connection) {
    return backToPlace(connection, ABANDON_AND_FORWARD, ABANDON);
  }

  /** The local socket is gone. */
  public Decision closed(Connection connection) {
    return connection.state() == LOCAL ? CLOSE : Decision.unchanged(connection.state());
  }

  private static void take(Connection connection, SanMessage.Checkpoint checkpoint) {
    SanMessage.Syn syn = connection.migration();
    if (syn == null) {
      throw new IllegalStateException("importing without a migration SYN");
    }
    connection.handshake().imported(syn, (int) connection.since());
    connection.clientSaid(syn.clientTsVal(), syn.window());
    connection.setImported(connection.peer(), syn.id());
    Checkpoint noted = connection.checkpoint();
    RequestStream requests = connection.requests();
    requests.adopt(checkpoint.start(), checkpoint.data(), checkpoint.data().length);
    requests.follow(noted.start(), noted.data(), noted.length());
    noted.begin(
        checkpoint.start(), checkpoint.data(), checkpoint.data().length, checkpoint.acknowledged());
    if (checkpoint.fin()) {
      noted.markFin();
    }
    connection.responses().start();
    connection.countMigration();
    connection.await(Connection.NEVER, 0);
  }

  private static Decision backToPlace(Connection connection, Decision forwarding, Decision gone) {
    connection.restorePlace();
    return connection.stateBefore() == LOCAL ? gone : forwarding;
  }

  /** The decision for the state that the connection stays in. */
  private static Decision again(Map<ConnectionState, Decision> decisions, Connection connection) {
    return decisions.getOrDefault(connection.state(), Decision.unchanged(connection.state()));
  }
}
