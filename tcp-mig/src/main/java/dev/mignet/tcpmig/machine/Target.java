package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.RELAY;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.Guests;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.http.RequestStream;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The target's side of a migration (the paper, section 5), as a pure state machine: the initiator's
 * messages, the socket's state and the time come in, decisions go out.
 */
public final class Target {
  private static final Decision IMPORT =
      Decision.of(IMPORTING, Action.RESERVE, Action.QUERY_LISTENER);
  private static final Decision ACK = Decision.of(IMPORTING, Action.SEND_ACK);
  private static final Decision HOLD = Decision.of(IMPORTING, Verdict.HOLD);
  private static final Decision SEEN = Decision.of(IMPORTING, Verdict.DROP);
  private static final Decision CREATE = Decision.of(IMPORTING, Action.CREATE_SOCKET);
  private static final Decision TAKE =
      Decision.of(LOCAL, Action.REPLAY, Action.RELEASE_HELD, Action.SEND_STORED_LATER);
  private static final Decision DECLINE =
      Decision.of(LOCAL, Action.MARK_LOCAL, Action.DROP_HELD, Action.SEND_REJECT, Action.REMOVE);
  private static final Map<ConnectionState, Decision> DECLINE_AND_FORWARD =
      forwarding(Action.MARK_FORWARD, Action.FORWARD_HELD, Action.SEND_REJECT);
  // The initiator's kernel still sends the client's packets here, and without the mark this one
  // would answer them by a RST.
  private static final Decision GIVE_BACK =
      Decision.of(IMPORTING, Action.SUPPRESS, Action.DROP_HELD, Action.SEND_REJECT);
  private static final Decision FORGET = Decision.of(LOCAL, Action.UNTRACK, Action.REMOVE);
  private static final Decision ABANDON =
      Decision.of(LOCAL, Action.MARK_LOCAL, Action.DROP_HELD, Action.REMOVE);
  private static final Map<ConnectionState, Decision> ABANDON_AND_FORWARD =
      forwarding(Action.MARK_FORWARD, Action.FORWARD_HELD);
  // The initiator may have given up meanwhile, and the client's packets wait here: it says so.
  private static final Decision WAIT_AGAIN =
      Decision.of(IMPORTING, Action.RESERVE, Action.SEND_ACK);
  private static final Decision SERVE = Decision.of(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD);
  private static final Decision CLOSE = Decision.of(LOCAL, Action.SEND_CLEAN_UP, Action.REMOVE);
  private static final Decision CLOSE_DRAINING =
      Decision.of(LOCAL, Action.DROP_HELD, Action.SEND_CLEAN_UP, Action.REMOVE);
  private static final Map<ConnectionState, Decision> REFUSE =
      Decision.inEachState(Action.SEND_REJECT);
  private static final Map<ConnectionState, Decision> STORED_BEFORE =
      Decision.inEachState(Action.SEND_STORED);

  private static final Map<ConnectionState, Decision> GONE = Decision.inEachState(Action.SEND_GONE);

  private final int self;
  private final Protocol protocol;
  private final LongPredicate taken;
  private final CheckpointMemory memory;
  private final Guests guests;

  /**
   * @param self the node's own number
   * @param taken whether the connection of the migration with that id has come here, ever
   * @param memory what the node's checkpoints take
   * @param guests the connections of other nodes that it serves
   */
  public Target(
      int self, Protocol protocol, LongPredicate taken, CheckpointMemory memory, Guests guests) {
    this.self = self;
    this.protocol = protocol;
    this.taken = taken;
    this.memory = memory;
    this.guests = guests;
  }

  /**
   * A migration SYN came; the connection may be new to this node, one that it forwards, or an old
   * one with the same addresses.
   */
  public Decision syn(Connection connection, SanMessage.Syn syn, int from, long now) {
    switch (connection.state()) {
      case DRAINING:
      case CHECKING:
      case WAIT:
        return refuse(connection, RejectReason.BUSY);
      case IMPORTING:
        // The acknowledgment was lost.
        if (connection.isMigration(syn.id())) {
          return ACK;
        }
        break;
      case LOCAL:
      case SHIPPING: // only such a duplicate: Initiator.returns has seen to the others
      case FORWARD:
      case RELAY:
        // A duplicate that the SAN delivered late: the connection has come already, and perhaps
        // gone.
        if (connection.wasImportedBy(syn.id())) {
          return Decision.unchanged(connection.state());
        }
        connection.rememberPlace();
        break;
    }
    connection.checkpoint().release(); // notes begin
    connection.setPeer(from);
    connection.setMigration(syn);
    connection.setOffered(now);
    connection.await(now + Timing.PROMISE, 1);
    return IMPORT;
  }

  /** What {@link Action#QUERY_LISTENER} has found. */
  public Decision listener(Connection connection, SocketReport listener) {
    if (memory.isFull()) {
      return decline(connection, RejectReason.NO_MEMORY);
    } else if (guests.tooMany() && connection.lastMigration().home() != self) {
      return decline(connection, RejectReason.AT_CAPACITY);
    } else if (listener.hasRoom()) {
      return ACK;
    }
    return decline(
        connection, listener.hasListener() ? RejectReason.NO_ROOM : RejectReason.NO_LISTENER);
  }

  /** What came of {@link Action#CREATE_SOCKET}. */
  public Decision socket(Connection connection, SocketReport socket) {
    SanMessage.Syn syn = connection.lastMigration();
    // With its first request the socket may have answered by now, and even have closed; but it
    // cannot be gone, since the client's FIN and RST wait here.
    if (socket.state() == SocketReport.NONE || socket.state() == SocketReport.SYN_RECV) {
      return giveBack(connection);
    }
    connection.setImported(connection.peer(), syn.id());
    connection.countMigration();
    connection.await(Connection.NEVER, 0);
    return TAKE;
  }

  /**
   * The client's packets wait until the checkpoint has been replayed. Their data are noted: what
   * stands behind the checkpoint may hold requests, or the rest of one. A bare ACK says nothing but
   * the window, which the socket is made with: given to it later, behind what the client has said
   * since, the kernel would answer it by a duplicate ACK (RFC 7323, section 5.3).
   */
  public Decision packet(Connection connection, TcpView segment, ByteBuffer packet) {
    SanMessage.Syn syn = connection.migration();
    if (syn == null) {
      return SEEN; // given back: the client sends it again
    }
    if (segment.isBareAck()) {
      if (segment.acknowledgment() == syn.imposedAck()) {
        connection.setMigration(syn.seen(segment.window(), segment.tsVal()));
      }
      return SEEN;
    }
    if (segment.has(TcpView.URG)) {
      return HOLD; // as after a gap: what stands behind urgent data is not followed
    }
    Checkpoint noted = connection.checkpoint();
    if (noted.length() == 0) {
      noted.begin(segment.sequence());
    }
    // What does not fit is missing later, as after a gap, or is inside a long body and not missed.
    noted.add(segment.sequence(), packet, segment.payloadOffset(), segment.payloadLength(), false);
    return HOLD;
  }

  /** The checkpoint came: make the socket. */
  public Decision checkpoint(Connection connection, SanMessage.Checkpoint checkpoint) {
    if (connection.state() == IMPORTING && connection.isMigration(checkpoint.id())) {
      take(connection, checkpoint);
      return CREATE;
    }
    // The answer was lost.
    if (connection.wasImportedBy(checkpoint.id())) {
      return Decision.again(STORED_BEFORE, connection.state());
    }
    return taken.test(checkpoint.id())
        ? Decision.unchanged(connection.state())
        : refuse(connection, RejectReason.ROOM_GONE);
  }

  /** The initiator asks what became of a migration. */
  public Decision query(Connection connection, SanMessage.Query query) {
    if (connection.state() == IMPORTING && connection.isMigration(query.id())) {
      return giveBack(connection); // it has no checkpoint any more
    }
    if (connection.wasImportedBy(query.id())) {
      return Decision.again(STORED_BEFORE, connection.state());
    }
    return taken.test(query.id())
        ? Decision.again(GONE, connection.state())
        : refuse(connection, RejectReason.ROOM_GONE);
  }

  /**
   * The daemon was restarted: what the connection was about, its journal says.
   *
   * @param socket what there is with its addresses now
   */
  public Decision recovered(Connection connection, SocketReport socket, long now) {
    int state = socket.state();
    boolean lives = state != SocketReport.NONE && state != SocketReport.TIME_WAIT;
    if (connection.state() == LOCAL) {
      return lives ? SERVE : CLOSE;
    }
    if (connection.migration() == null) {
      connection.await(now + Timing.IMPORT, 1);
      return Decision.unchanged(IMPORTING); // it was given back
    }
    if (!lives || state == SocketReport.SYN_RECV) {
      connection.await(now + Timing.PROMISE, 1);
      return WAIT_AGAIN;
    }
    // Its socket was made in the last moment.
    connection.setImported(connection.peer(), connection.lastMigration().id());
    return SERVE;
  }

  /** What a checkpoint, or a query, of a connection that is not known here is answered with. */
  SanMessage lastWord(SanMessage message) {
    return taken.test(message.id())
        ? new SanMessage.CleanUp(message.id(), message.flow())
        : new SanMessage.Reject(message.id(), message.flow(), RejectReason.ROOM_GONE);
  }

  /** The initiator serves after all. */
  public Decision abort(Connection connection, SanMessage.Abort abort) {
    if (connection.state() != IMPORTING || !connection.isMigration(abort.id())) {
      return Decision.unchanged(connection.state());
    }
    return backToPlace(connection, ABANDON_AND_FORWARD, ABANDON);
  }

  /**
   * No checkpoint has come so far. The initiator is told again that it may come, for it may have
   * given up, and its word was lost; in the end it is taken for dead.
   */
  public Decision timer(Connection connection, long now) {
    if (connection.migration() == null) {
      return FORGET; // it was given back
    }
    if (connection.tries() < Timing.IMPORT / Timing.PROMISE) {
      connection.await(now + Timing.PROMISE, connection.tries() + 1);
      return ACK;
    }
    return backToPlace(connection, ABANDON_AND_FORWARD, ABANDON);
  }

  /** The local socket is gone. */
  public Decision closed(Connection connection) {
    return switch (connection.state()) {
      case LOCAL -> CLOSE;
      case DRAINING -> CLOSE_DRAINING;
      case CHECKING, WAIT, SHIPPING, FORWARD, RELAY, IMPORTING ->
          Decision.unchanged(connection.state());
    };
  }

  private void take(Connection connection, SanMessage.Checkpoint checkpoint) {
    SanMessage.Syn syn = connection.lastMigration();
    connection.setReceiveNext(syn.start());
    connection.setSince(connection.offered());
    connection.handshake().imported(syn, (int) connection.offered());
    connection.clientSaid(syn.clientTsVal(), syn.clock(), syn.window());
    Checkpoint noted = connection.checkpoint();
    RequestStream requests = connection.requests();
    requests.adopt(checkpoint.start(), checkpoint.data(), checkpoint.data().length);
    requests.follow(noted.start(), noted.data(), noted.length());
    if (protocol == Protocol.TCP) {
      requests.makeOpaque();
    }
    noted.begin(
        checkpoint.start(), checkpoint.data(), checkpoint.data().length, checkpoint.acknowledged());
    if (checkpoint.fin()) {
      noted.markFin();
    }
    connection.setFrontEnd(syn.frontEnd());
    connection.setPlace(syn.home() == self ? 0 : syn.home(), syn.hops());
    connection.responses().start(syn.imposedAck());
    connection.setWatched(false);
  }

  private static Decision refuse(Connection connection, RejectReason reason) {
    connection.setRejectReason(reason);
    return Decision.again(REFUSE, connection.state());
  }

  private static Decision decline(Connection connection, RejectReason reason) {
    connection.setRejectReason(reason);
    return backToPlace(connection, DECLINE_AND_FORWARD, DECLINE);
  }

  /**
   * What was promised cannot be kept. Until the promise would have ended the client's packets are
   * dropped here, where the initiator has sent them in the meantime.
   */
  private static Decision giveBack(Connection connection) {
    if (connection.stateBefore() != LOCAL) {
      return decline(connection, RejectReason.ROOM_GONE);
    }
    connection.setRejectReason(RejectReason.ROOM_GONE);
    connection.forgetMigration();
    return GIVE_BACK;
  }

  /** Back to where the connection stood: elsewhere, or nowhere that this node knew of. */
  private static Decision backToPlace(
      Connection connection, Map<ConnectionState, Decision> forwarding, Decision gone) {
    connection.restorePlace();
    return forwarding.getOrDefault(connection.stateBefore(), gone);
  }

  private static Map<ConnectionState, Decision> forwarding(Action... actions) {
    return Map.of(FORWARD, Decision.of(FORWARD, actions), RELAY, Decision.of(RELAY, actions));
  }
}
