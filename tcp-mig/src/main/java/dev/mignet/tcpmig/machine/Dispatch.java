package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.DRAINING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.http.RequestStream;
import dev.mignet.tcpmig.policy.Placement;
import dev.mignet.tcpmig.policy.Policy;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;

/**
 * The third phase of the request distribution (the paper, section 3): each request of a connection
 * that is served here stays, or takes its connection along; a connection that rests may go, too.
 */
final class Dispatch {
  private static final Decision PASS = Decision.of(LOCAL, Verdict.ACCEPT);
  private static final Decision PASS_WATCHED = Decision.of(LOCAL, Verdict.ACCEPT, Action.WATCH);
  private static final Decision CHECK =
      Decision.of(CHECKING, Verdict.STORE, Action.SUPPRESS, Action.QUERY_SOCKET);
  private static final Decision CHECK_IDLE =
      Decision.of(CHECKING, Action.SUPPRESS, Action.QUERY_SOCKET);
  private static final Decision REST = Decision.of(LOCAL);
  private static final Decision DRAIN =
      Decision.of(DRAINING, Verdict.STORE, Action.ACKNOWLEDGE_SERVER);

  private final int self;
  private final Protocol protocol;
  private final Policy policy;
  private final CheckpointMemory memory;

  Dispatch(int self, Protocol protocol, Policy policy, CheckpointMemory memory) {
    this.self = self;
    this.protocol = protocol;
    this.policy = policy;
    this.memory = memory;
  }

  /** A packet of a client whose server is here. */
  Decision packet(Connection connection, TcpView segment, ByteBuffer packet, long now) {
    RequestStream requests = connection.requests();
    if (offer(requests, segment, packet) == RequestStream.Offer.PASS) {
      return passed(connection, false);
    }
    Placement placement = policy.place(requests.method(), requests.target());
    int target = placement.first();
    boolean owesNothing =
        connection.responses().complete(requests.passed(), segment.acknowledgment());
    if (target == 0 || !mayLeave(connection, target)) {
      requests.pass();
      return passed(connection, !owesNothing);
    }
    connection.setPlacement(placement);
    Checkpoint checkpoint = connection.checkpoint();
    checkpoint.begin(
        requests.pendingStart(),
        requests.pending(),
        requests.pendingLength(),
        requests.pendingPassed());
    if (segment.has(TcpView.FIN)) {
      checkpoint.markFin();
    }
    if (owesNothing) {
      return CHECK;
    }
    connection.drain().begin(now);
    connection.await(now + Timing.DRAIN_LOOK, 1);
    return DRAIN;
  }

  /** A packet with a request that stays here, seen after it has gone to the server. */
  Decision gone(Connection connection, TcpView segment, ByteBuffer packet) {
    RequestStream requests = connection.requests();
    boolean owesNothing =
        connection.responses().complete(requests.passed(), segment.acknowledgment());
    if (offer(requests, segment, packet) == RequestStream.Offer.PASS) {
      return passed(connection, false);
    }
    requests.pass();
    return passed(connection, !owesNothing);
  }

  private static RequestStream.Offer offer(
      RequestStream requests, TcpView segment, ByteBuffer packet) {
    if (segment.has(TcpView.URG)) {
      requests.makeOpaque(); // the server leaves urgent data out of the stream
    }
    return requests.offer(
        segment.sequence(), packet, segment.payloadOffset(), segment.payloadLength());
  }

  private boolean mayLeave(Connection connection, int target) {
    return target != self
        && !memory.isFull()
        && connection.handshake().complete()
        && !connection.responses().lost()
        && connection.requests().pendingLength() <= Checkpoint.LIMIT;
  }

  /** Where one response may begin in the middle of a segment, all segments are to be seen. */
  private static Decision passed(Connection connection, boolean overlaps) {
    boolean several =
        overlaps || connection.requests().passed() - connection.responses().started() > 1;
    if (!several || connection.watched()) {
      return PASS;
    }
    connection.setWatched(true);
    return PASS_WATCHED;
  }

  /**
   * An order to migrate an idle connection, without a request; false where it is in no state for
   * that.
   */
  boolean mayMigrate(Connection connection, int target) {
    return connection.state() == LOCAL
        && !memory.isFull()
        && connection.handshake().complete()
        && (protocol == Protocol.TCP || !connection.requests().opaque())
        && connection.requests().pendingPassed() <= Checkpoint.LIMIT
        && target != self;
  }

  /** Whether the policy may want it elsewhere by now, if it has rested since it was looked at. */
  boolean mayHaveRested(Connection connection, long now) {
    long idle = policy.idleMillis();
    return idle != Policy.NEVER
        && now - connection.restingFrom() >= idle
        && mayMigrate(connection, policy.idle().first());
  }

  /** Whether a socket has been silent for as long as the policy says. */
  boolean hasRested(SocketReport socket) {
    return socket.restedMillis() >= policy.idleMillis();
  }

  /** What its socket says of a connection that may have rested for long enough. */
  Decision rested(Connection connection, SocketReport socket, long now) {
    boolean open = socket.state() == SocketReport.ESTABLISHED;
    if (!open || !hasRested(socket)) {
      connection.setRestingFrom(open ? now - socket.restedMillis() : now);
      return REST;
    }
    connection.setRestingFrom(now); // should nobody take it
    return migrate(connection, policy.idle());
  }

  /** Begins what {@link #mayMigrate} allowed. */
  Decision migrate(Connection connection, Placement placement) {
    connection.setPlacement(placement);
    RequestStream requests = connection.requests();
    connection
        .checkpoint()
        .begin(
            requests.pendingStart(),
            requests.pending(),
            requests.pendingPassed(),
            requests.pendingPassed());
    return CHECK_IDLE;
  }
}
