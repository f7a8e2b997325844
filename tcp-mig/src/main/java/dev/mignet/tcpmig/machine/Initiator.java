package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.DRAINING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.RELAY;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;

import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.Handshake;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.policy.Placement;
import dev.mignet.tcpmig.policy.Policy;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The initiator's side of a migration (the paper, section 5 and figure 1), as a pure state machine:
 * the packets of the client, the target's messages, the socket's state and the time come in,
 * decisions go out. The states are drawn at {@link dev.mignet.tcpmig.connection.ConnectionState}.
 */
public final class Initiator {
  private static final Decision BEGIN = Decision.of(WAIT, Action.SEND_SYN);
  private static final Decision STORE = Decision.of(WAIT, Verdict.STORE);
  private static final Decision HOLD = Decision.of(WAIT, Verdict.HOLD);
  private static final Decision DUPLICATE = Decision.of(WAIT, Verdict.DROP);
  private static final Decision SERVE_HERE =
      Decision.of(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD);
  private static final Decision GIVE_UP =
      Decision.of(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD, Action.SEND_ABORT);
  private static final Decision CLIENT_RESET =
      Decision.of(LOCAL, Verdict.ACCEPT, Action.MARK_LOCAL, Action.DROP_HELD, Action.SEND_ABORT);
  // The mark before all else: a packet that reacts to the target must not wait here.
  private static final Decision TURN_OVER =
      Decision.of(WAIT, Action.MARK_FORWARD, Action.READ_QUEUE);
  private static final Decision LATE = Decision.of(LOCAL, Verdict.DROP);
  // What was held first: it must be at the target before the socket is.
  private static final Decision SHIP =
      Decision.of(SHIPPING, Action.FORWARD_HELD, Action.SEND_CHECKPOINT);
  // The kernel has the mark, unless the daemon ended just before it was set.
  private static final Decision FORWARD_AND_ASK =
      Decision.of(SHIPPING, Action.MARK_FORWARD, Action.SEND_QUERY);
  private static final Decision FORWARD_AGAIN =
      Decision.of(FORWARD, Action.MARK_FORWARD, Action.SEND_QUERY);
  private static final Decision ASK = Decision.of(SHIPPING, Action.SEND_QUERY);
  private static final Decision ASK_FORWARD = Decision.of(FORWARD, Action.SEND_QUERY);
  private static final Decision ASK_PASSING = Decision.of(RELAY, Action.SEND_QUERY);
  private static final Decision SHIP_AGAIN = Decision.of(SHIPPING, Action.SEND_CHECKPOINT);
  private static final Decision SEND_ON = Decision.of(SHIPPING, Verdict.FORWARD);
  private static final Decision SEND_ON_SETTLED = Decision.of(FORWARD, Verdict.FORWARD);
  private static final Decision SEND_ON_PASSING = Decision.of(RELAY, Verdict.FORWARD);
  private static final Decision SYN_AGAIN = Decision.of(WAIT, Action.SEND_SYN);
  private static final Decision PROPAGATE_CLOSE = Decision.of(FORWARD, Action.SEND_CLEAN_UP);
  private static final Decision PROPAGATE_CLOSE_PASSING = Decision.of(RELAY, Action.SEND_CLEAN_UP);
  private static final Decision SETTLE_AND_PROPAGATE_CLOSE =
      Decision.of(FORWARD, Action.RESET_SOCKET, Action.SEND_CLEAN_UP);
  private static final Decision FORGET = Decision.of(FORWARD, Action.UNTRACK, Action.REMOVE);
  private static final Decision OVERTAKEN = Decision.of(FORWARD, Action.REMOVE);
  private static final Decision LOSE =
      Decision.of(FORWARD, Action.UNTRACK, Action.SEND_CLEAN_UP, Action.REMOVE);
  private static final Decision LOSE_PASSING =
      Decision.of(RELAY, Action.UNTRACK, Action.SEND_CLEAN_UP, Action.REMOVE);
  private static final Decision LOSE_SHIPPING =
      Decision.of(
          FORWARD, Action.RESET_SOCKET, Action.UNTRACK, Action.SEND_CLEAN_UP, Action.REMOVE);
  private static final Map<ConnectionState, Decision> REFUSE_ENDPOINT =
      Decision.inEachState(Action.REFUSE_ENDPOINT);

  private final int self;
  private final Protocol protocol;
  private final Following following;
  private final FallBack fallBack;
  private final Dispatch dispatch;
  private final LongSupplier ids;

  /**
   * @param self the node's own number
   * @param protocol what the connections speak
   * @param variant how clients' packets find a server that has moved
   * @param memory what the node's checkpoints take
   * @param ids gives a new migration id, unique in the cluster
   */
  public Initiator(
      int self,
      Protocol protocol,
      Variant variant,
      Policy policy,
      CheckpointMemory memory,
      LongSupplier ids) {
    this.following = new Following(variant);
    this.fallBack = new FallBack(self, ids);
    this.dispatch = new Dispatch(self, protocol, policy, memory);
    this.self = self;
    this.protocol = protocol;
    this.ids = ids;
  }

  /** A packet of the client that is no SYN, of a connection that is not being imported. */
  public Decision packet(Connection connection, TcpView segment, ByteBuffer packet, long now) {
    heard(connection, segment, now);
    return switch (connection.state()) {
      case LOCAL ->
          isLate(connection, segment) ? LATE : dispatch.packet(connection, segment, packet, now);
      case DRAINING -> Drain.packet(connection, segment, packet, now);
      case CHECKING, WAIT -> waiting(connection, segment, packet);
      // Packets that were queued before the mark took effect follow the connection.
      case SHIPPING -> SEND_ON;
      case FORWARD -> SEND_ON_SETTLED;
      case RELAY -> SEND_ON_PASSING;
      case IMPORTING -> throw new IllegalStateException("the target's");
    };
  }

  /**
   * A packet with a request that the policy leaves here, seen after the kernel has let it go by: it
   * may have come a little earlier.
   */
  public Decision gone(Connection connection, TcpView segment, ByteBuffer packet, long now) {
    heard(connection, segment, now);
    return connection.state() == LOCAL
        ? dispatch.gone(connection, segment, packet)
        : Decision.unchanged(connection.state());
  }

  /** What a packet of the client says beside its data; it may have come a little earlier. */
  public void heard(Connection connection, TcpView segment, long now) {
    // A RST may come without timestamps: it says nothing of the clocks.
    if (segment.hasTimestamps() || !connection.handshake().timestamps()) {
      connection.handshake().echoed(segment.tsEcr(), (int) now);
      connection.clientSaid(segment.tsVal(), segment.tsEcr(), segment.window());
    }
  }

  /**
   * Whether a bare ACK that waited in the queue until its connection was here says nothing that the
   * socket was not made with: behind what the client has said since, the kernel would answer it.
   */
  private static boolean isLate(Connection connection, TcpView segment) {
    SanMessage.Syn syn = connection.migration();
    return segment.isBareAck()
        && syn != null
        && connection.importedFrom() != 0
        && connection.importedBy() == syn.id()
        && segment.acknowledgment() == syn.imposedAck()
        && syn.window() > 0;
  }

  /**
   * An order to migrate an idle connection, without a request; false where it is in no state for
   * that.
   */
  public boolean mayMigrate(Connection connection, int target) {
    return dispatch.mayMigrate(connection, target);
  }

  /** Begins what {@link #mayMigrate} allowed. */
  public Decision migrate(Connection connection, int target) {
    return dispatch.migrate(connection, Placement.at(target));
  }

  /**
   * Whether a connection may have rested for as long as the policy says, and may move: then its
   * socket is to be looked at.
   */
  public boolean mayHaveRested(Connection connection, long now) {
    return dispatch.mayHaveRested(connection, now);
  }

  /** Whether such a socket has been silent for as long as the policy says. */
  public boolean hasRested(SocketReport socket) {
    return dispatch.hasRested(socket);
  }

  /** What the socket of such a connection says. */
  public Decision rested(Connection connection, SocketReport socket, long now) {
    return dispatch.rested(connection, socket, now);
  }

  /**
   * The local socket's state, in answer to {@link Action#QUERY_SOCKET} with a request at hand.
   *
   * @param acknowledged the request's acknowledgment number
   */
  public Decision socket(Connection connection, SocketReport socket, int acknowledged, long now) {
    // Only a server that owes the client nothing may lose its connection (protocol.md: quiescent).
    if (Quiescence.reached(connection, socket, acknowledged)) {
      return begin(connection, socket, acknowledged, connection.clientWindow(), now);
    }
    if (socket.state() == SocketReport.ESTABLISHED) {
      return Drain.busy(connection, true, now);
    }
    Intake.giveBack(connection);
    return SERVE_HERE;
  }

  /**
   * The local socket's state, in answer to {@link Action#QUERY_SOCKET} without a packet at hand: of
   * a connection that drains, has drained, or is migrated by order.
   */
  public Decision idleSocket(Connection connection, SocketReport socket, long now) {
    if (connection.state() == DRAINING) {
      return Drain.socket(connection, socket, now);
    }
    int acknowledged = Quiescence.sendNext(connection, socket);
    boolean drained =
        protocol == Protocol.TCP
            ? Quiescence.silent(socket)
            : Quiescence.drained(connection, socket);
    if (!drained) {
      if (connection.drain().on()) {
        return Drain.busy(connection, false, now);
      }
      return SERVE_HERE;
    }
    if (protocol == Protocol.TCP) { // nobody has followed what the client has said
      connection.checkpoint().begin(Quiescence.receiveNext(connection, socket));
    }
    // The kernel knows the client's window better than what was seen here last. In SYN_RECV the
    // client has sent its SYN, and nothing that was queued here.
    int scale = Math.max(0, connection.handshake().clientWindowScale());
    int window =
        socket.state() == SocketReport.ESTABLISHED
            ? Math.min(0xffff, socket.sendWindow() >>> scale)
            : connection.handshake().firstWindow();
    return begin(connection, socket, acknowledged, window, now);
  }

  /**
   * The migration SYN as it is sent at that time, for the first time or again: it tells where the
   * server's timestamp clock stands.
   */
  public static SanMessage.Syn syn(Connection connection, long now) {
    SanMessage.Syn syn = connection.lastMigration();
    syn = syn.again(syn.id(), connection.handshake().clock((int) now));
    connection.setMigration(syn);
    return syn;
  }

  /** The target has room for an endpoint. */
  public Decision ack(Connection connection, SanMessage.Ack ack) {
    ConnectionState state = connection.state();
    boolean current = connection.isMigration(ack.id());
    if (current && state == WAIT) {
      return TURN_OVER;
    }
    // Too late: the connection is served here or has gone elsewhere, and the target has its packets
    // wait.
    return current && state.isElsewhere()
        ? Decision.unchanged(state)
        : Decision.again(REFUSE_ENDPOINT, state);
  }

  /** All that the client had sent before the target took over is in the checkpoint or held. */
  public Decision queueRead(Connection connection, long now) {
    if (connection.state() != WAIT) {
      return Decision.unchanged(
          connection.state()); // the client has reset the connection meanwhile
    }
    connection.await(now + Timing.RETRANSMIT_CHECKPOINT, 1);
    return SHIP;
  }

  /**
   * The target declined: the policy says what now. Where it does so only when the checkpoint has
   * come, the local socket is still there and may get the checkpoint itself.
   */
  public Decision reject(Connection connection, SanMessage.Reject reject, long now) {
    if (!connection.isMigration(reject.id())) {
      return Decision.unchanged(connection.state());
    }
    return switch (connection.state()) {
      case WAIT -> fallBack.declined(connection);
      // Any other reason answers a migration SYN that was sent again, and came late.
      case SHIPPING ->
          reject.reason() == RejectReason.ROOM_GONE
              ? fallBack.givenBack(connection)
              : Decision.unchanged(SHIPPING);
      // So it says when it is asked for a connection that it has forgotten.
      case FORWARD, RELAY ->
          reject.reason() == RejectReason.ROOM_GONE && !connection.closed()
              ? close(connection, now)
              : Decision.unchanged(connection.state());
      case LOCAL, DRAINING, CHECKING, IMPORTING -> Decision.unchanged(connection.state());
    };
  }

  /** The next target that the policy names, in answer to {@link Action#NEXT_TARGET}. */
  public Decision nextTarget(Connection connection, long now) {
    return fallBack.next(connection, now);
  }

  /** The target serves. */
  public Decision stored(Connection connection, SanMessage.Stored stored, long now) {
    return connection.isMigration(stored.id())
        ? arrived(connection, now)
        : Decision.unchanged(connection.state());
  }

  /**
   * A migration SYN came: a connection that comes from elsewhere has arrived there before, whether
   * that was confirmed or not.
   */
  public Decision returns(Connection connection, SanMessage.Syn syn, long now) {
    // Unless it is the SYN that brought it here once, delivered late.
    return connection.wasImportedBy(syn.id())
        ? Decision.unchanged(connection.state())
        : arrived(connection, now);
  }

  /** A new connection with the same addresses: its SYN must not meet the old one's socket. */
  public Decision replaced(Connection connection, long now) {
    return arrived(connection, now);
  }

  private Decision arrived(Connection connection, long now) {
    return connection.state() == SHIPPING
        ? following.arrived(connection, now)
        : Decision.unchanged(connection.state());
  }

  /** At the connection's home: it has gone on from where it was sent to. */
  public Decision moved(Connection connection, SanMessage.Moved moved) {
    return Following.moved(connection, moved);
  }

  /** The connection's home forwards to where it has gone. */
  public Decision following(Connection connection, SanMessage.Following answer, long now) {
    return following.homeFollows(connection, answer, now);
  }

  /**
   * The server has closed the connection; its forwarding entry lingers for what the client still
   * sends.
   */
  public Decision cleanUp(Connection connection, SanMessage.CleanUp cleanUp, long now) {
    if (!connection.state().isElsewhere()
        || !connection.isMigration(cleanUp.id())
        || connection.closed()) {
      return Decision.unchanged(connection.state());
    }
    return close(connection, now);
  }

  /**
   * The daemon was restarted: what the connection was about, its journal says; what it held is lost
   * and will be sent again by the client.
   */
  public Decision recovered(Connection connection, long now) {
    switch (connection.state()) {
      case DRAINING:
      case CHECKING:
        return SERVE_HERE;
      case WAIT:
        return GIVE_UP;
      case SHIPPING:
        connection.checkpoint().lose();
        connection.await(now + Timing.RETRANSMIT_CHECKPOINT, 1);
        return FORWARD_AND_ASK;
      case FORWARD:
        connection.await(connection.closed() ? now + Timing.LINGER : Connection.NEVER, 0);
        return FORWARD_AGAIN;
      case RELAY:
        return Following.recovered(connection, now);
      default:
        return Decision.unchanged(connection.state());
    }
  }

  /**
   * The daemon was restarted, and while there was none the conntrack entry of a connection that is
   * elsewhere has made way for that of a new connection, which nothing may happen to.
   */
  public Decision overtaken() {
    return OVERTAKEN;
  }

  /** A connection that has been forwarded for a while: the clean-up may have been lost. */
  public Decision ask(Connection connection) {
    if (connection.closed()) {
      return Decision.unchanged(connection.state());
    }
    return switch (connection.state()) {
      case FORWARD -> ASK_FORWARD;
      case RELAY -> ASK_PASSING;
      case LOCAL, DRAINING, CHECKING, WAIT, SHIPPING, IMPORTING ->
          Decision.unchanged(connection.state());
    };
  }

  /**
   * The node that the connection was sent to counts as dead: it is over. What the client still
   * sends meets no socket here, and is answered by a RST, as by a server that has crashed.
   */
  public Decision peerDead(Connection connection) {
    if (connection.closed()) { // it is forgotten in a minute
      return Decision.unchanged(connection.state());
    }
    return switch (connection.state()) {
      case FORWARD -> lose(connection, LOSE);
      case RELAY -> lose(connection, LOSE_PASSING);
      case SHIPPING -> lose(connection, LOSE_SHIPPING);
      case LOCAL, DRAINING, CHECKING, WAIT, IMPORTING -> Decision.unchanged(connection.state());
    };
  }

  private static Decision lose(Connection connection, Decision decision) {
    connection.setClosed();
    connection.await(Connection.NEVER, 0);
    return decision;
  }

  private static Decision close(Connection connection, long now) {
    connection.setClosed();
    connection.checkpoint().release();
    connection.await(now + Timing.LINGER, 0);
    return switch (connection.state()) {
      case SHIPPING -> SETTLE_AND_PROPAGATE_CLOSE;
      case RELAY -> PROPAGATE_CLOSE_PASSING;
      default -> PROPAGATE_CLOSE;
    };
  }

  /** The deadline of a connection that waits, ships or forwards has come. */
  public Decision timer(Connection connection, long now) {
    switch (connection.state()) {
      case DRAINING:
        return Drain.timer(connection, now);
      case WAIT:
        if (connection.tries() < Timing.SYN_TRIES) {
          connection.await(now + Timing.RETRANSMIT, connection.tries() + 1);
          return SYN_AGAIN;
        }
        return fallBack.timedOut(connection);
      case SHIPPING:
        return unanswered(connection, now);
      case RELAY:
        return Following.timer(connection, now);
      case FORWARD:
        return FORGET;
      default:
        connection.await(Connection.NEVER, 0);
        return Decision.unchanged(connection.state());
    }
  }

  /**
   * The target may have the connection, so that it cannot be served here: its daemon is started
   * again, or the SAN is mended, or the node counts as dead ({@link #peerDead}).
   */
  private static Decision unanswered(Connection connection, long now) {
    int tries = connection.tries();
    boolean often = tries < Timing.CHECKPOINT_TRIES;
    connection.await(
        now + (often ? Timing.RETRANSMIT_CHECKPOINT : Timing.ASK),
        Math.min(tries + 1, Timing.CHECKPOINT_TRIES));
    return often && !connection.checkpoint().lost() ? SHIP_AGAIN : ASK;
  }

  /**
   * Whether a client's SYN that came to the queue repeats the one that made the connection, which
   * lives on elsewhere, or was made elsewhere.
   */
  public static boolean isStaleSyn(Connection connection, TcpView syn) {
    SanMessage.Syn last =
        connection.migration(); // of a daemon that was restarted, all that it knows
    int isn = last == null ? connection.handshake().clientIsn() : last.clientIsn();
    return isn == syn.sequence() && (connection.state() != LOCAL || connection.importedFrom() != 0);
  }

  private static Decision waiting(Connection connection, TcpView segment, ByteBuffer packet) {
    if (segment.has(TcpView.RST)) {
      connection.await(Connection.NEVER, 0);
      connection.requests().makeOpaque();
      return CLIENT_RESET;
    }
    return switch (Intake.take(connection, segment, packet)) {
      case STORE -> STORE;
      case DROP -> DUPLICATE;
      default -> HOLD;
    };
  }

  private Decision begin(
      Connection connection, SocketReport socket, int acknowledged, int window, long now) {
    connection.setReceiveNext(Quiescence.receiveNext(connection, socket));
    connection.drain().end();
    connection.setMigration(synFor(connection, socket, acknowledged, window));
    connection.await(now + Timing.RETRANSMIT, 1);
    return BEGIN;
  }

  private SanMessage.Syn synFor(
      Connection connection, SocketReport socket, int acknowledged, int window) {
    Handshake handshake = connection.handshake();
    return new SanMessage.Syn(
        ids.getAsLong(),
        connection.key(),
        handshake.clientIsn(),
        connection.checkpoint().start(),
        acknowledged,
        window,
        0, // until it is sent
        connection.clientTsVal(),
        connection.home() == 0 ? self : connection.home(),
        connection.hops() + 1 & 0xffff,
        connection.frontEnd(),
        handshake.mss(),
        handshake.clientWindowScale(),
        handshake.serverWindowScale(),
        handshake.sack(),
        handshake.timestamps(),
        handshake.ecn(),
        socket.roundTripMillis());
  }
}
