package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.DRAINING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.http.RequestStream;
import dev.mignet.tcpmig.policy.Placement;
import dev.mignet.tcpmig.policy.Policy;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;

/**
 * The third phase of the request distribution (the paper, section 3): each request of a connection
 * that is served here stays, or takes its connection along.
 */
final class Dispatch {
  private static final Decision PASS = Decision.of(LOCAL, Verdict.ACCEPT);
  private static final Decision PASS_WATCHED = Decision.of(LOCAL, Verdict.ACCEPT, Action.WATCH);
  private static final Decision CHECK =
      Decision.of(CHECKING, Verdict.STORE, Action.SUPPRESS, Action.QUERY_SOCKET);
  private static final Decision CHECK_IDLE =
      Decision.of(CHECKING, Action.SUPPRESS, Action.QUERY_SOCKET);
  private static final Decision DRAIN =
      Decision.of(DRAINING, Verdict.STORE, Action.ACKNOWLEDGE_SERVER);

  private final int self;
  private final Policy policy;
  private final CheckpointMemory memory;

  Dispatch(int self, Policy policy, CheckpointMemory memory) {
    this.memory = memory;
    this.self = self;
    this.policy = policy;
  }

  /** A packet of a client whose server is here. */
  Decision packet(Connection connection, TcpView segment, ByteBuffer packet, long now) {
    RequestStream requests = connection.requests();
    if (segment.has(TcpView.URG)) {
      requests.makeOpaque(); // the server leaves urgent data out of the stream
    }
    if (requests.offer(segment.sequence(), packet, segment.payloadOffset(), segment.payloadLength())
        == RequestStream.Offer.PASS) {
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
        && !connection.requests().opaque()
        && connection.requests().pendingPassed() <= Checkpoint.LIMIT
        && target != self;
  }

  /** Begins what {@link #mayMigrate} allowed. */
  Decision migrate(Connection connection, int target) {
    connection.setPlacement(Placement.at(target));
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
