package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.connection.Guests;
import dev.mignet.tcpmig.connection.Handshake;
import dev.mignet.tcpmig.connection.HeldPackets;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.connection.Translation;
import dev.mignet.tcpmig.http.RequestStream;
import dev.mignet.tcpmig.kernel.Mark;
import dev.mignet.tcpmig.machine.Action;
import dev.mignet.tcpmig.machine.Decision;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Target;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.TcpView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out decisions: stores the state, then runs the actions in their order. The only place
 * where decisions touch the kernel.
 */
final class ActionRunner {
  private final Edges edges;
  private final SanOutbox outbox;
  private final ConnectionTable table;
  private final Initiator initiator;
  private final Target target;
  private final Counters counters;
  private final MigrationWatch watch;
  private final Timers timers;
  private final CheckpointMemory memory;
  private final Guests guests;
  private final Runnable readQueue;

  /**
   * How much the server's timestamp clock may be behind what is known of it, ms: what is sent in
   * its stead must not be ahead of what it sends itself.
   */
  private static final int CLOCK_ERROR = 3;

  /** Connections whose checkpoint has just gone. */
  private final List<Connection> shipped = new ArrayList<>();

  /** The client's packet at hand. */
  private @Nullable TcpView atHand;

  ActionRunner(
      Edges edges,
      SanOutbox outbox,
      ConnectionTable table,
      Initiator initiator,
      Target target,
      Counters counters,
      MigrationWatch watch,
      Timers timers,
      CheckpointMemory memory,
      Guests guests,
      Runnable readQueue) {
    this.memory = memory;
    this.guests = guests;
    this.edges = edges;
    this.outbox = outbox;
    this.table = table;
    this.initiator = initiator;
    this.target = target;
    this.counters = counters;
    this.watch = watch;
    this.timers = timers;
    this.readQueue = readQueue;
  }

  /** The packet at hand, for decisions that come from it. */
  void atHand(TcpView segment) {
    atHand = segment;
  }

  /** No packet is at hand. */
  void nothingAtHand() {
    atHand = null;
  }

  /** Stores the next state and runs the actions. */
  void run(Connection connection, Decision decision, long now) {
    if (watch.decided(connection, decision) == Milestone.GIVEN_BACK) {
      counters.givenBack++;
    }
    connection.enter(decision.next());
    edges.silent().begin(connection);
    edges.journal().note(connection);
    timers.watch(connection);
    memory.note(connection);
    guests.note(connection);
    List<Action> actions = decision.actions();
    for (int i = 0; i < actions.size(); i++) { // an iterator would be garbage of every packet
      run(connection, actions.get(i), now);
    }
    edges.silent().end(connection);
  }

  /**
   * Notes what the clients of connections that have just been sent away had sent before. Behind the
   * checkpoint: it does not wait for that.
   */
  void countShipped() {
    for (int i = 0; i < shipped.size(); i++) {
      Connection connection = shipped.get(i);
      connection.setClientBytesBefore(edges.clientBytes().of(connection.key()));
    }
    shipped.clear();
  }

  /** Drops what a connection holds: it is over. */
  void dropHeld(Connection connection) {
    drop(connection.held());
  }

  private void run(Connection connection, Action action, long now) {
    switch (action) {
      case SUPPRESS -> edges.conntrack().mark(connection.key(), Mark.HOLD);
      case RESERVE -> {
        int through = Mark.ofFrontEnd(connection.lastMigration().frontEnd());
        edges.imposer().reserve(connection.key(), through);
      }
      case MARK_LOCAL -> edges.imposer().mark(connection, 0, connection.translation());
      case MARK_FORWARD -> edges.imposer().mark(connection, connection.peer(), Translation.NONE);
      case UNTRACK -> edges.conntrack().delete(connection.key());
      case WATCH -> edges.conntrack().set(connection.key(), Mark.WATCH);
      case ACKNOWLEDGE_SERVER -> acknowledgeServer(connection);
      case ACKNOWLEDGE_CLIENT -> acknowledgeClient(connection, now);
      case QUERY_SOCKET -> querySocket(connection, now);
      case SEND_SYN, SEND_NEXT_SYN -> outbox.syn(connection);
      case NEXT_TARGET -> run(connection, initiator.nextTarget(connection, now), now);
      case RESET_CLIENT -> resetClient(connection);
      case SEND_CHECKPOINT -> {
        outbox.checkpoint(connection);
        if (connection.tries() == 1) {
          shipped.add(connection);
        }
      }
      case SEND_ABORT -> {
        counters.fellBack++;
        outbox.abort(connection);
      }
      case REFUSE_ENDPOINT -> outbox.replyAbort(connection);
      case SEND_ACK -> outbox.ack(connection);
      case SEND_REJECT -> {
        counters.rejectedHere++;
        outbox.replyReject(connection);
      }
      case SEND_STORED -> outbox.replyStored(connection);
      case SEND_STORED_LATER -> outbox.storedLater(connection);
      case SEND_QUERY -> outbox.query(connection);
      case SEND_GONE -> outbox.replyGone(connection);
      case SEND_CLEAN_UP -> outbox.cleanUp(connection);
      case SEND_MOVED -> outbox.moved(connection);
      case SEND_FOLLOWING -> outbox.replyFollowing(connection);
      case READ_QUEUE -> {
        readQueue.run();
        run(connection, initiator.queueRead(connection, now), now);
      }
      case RESET_SOCKET -> resetSocket(connection);
      case RELEASE_HELD -> release(connection);
      case FORWARD_HELD -> forward(connection);
      case DROP_HELD -> drop(connection.held());
      case QUERY_LISTENER -> queryListener(connection, now);
      case CREATE_SOCKET -> createSocket(connection, now);
      case REPLAY -> replay(connection);
      case RESUME -> resume(connection);
      case REMOVE -> {
        counters.closed++;
        connection.await(Connection.NEVER, 0);
        table.remove(connection);
        memory.forget(connection);
        guests.forget(connection);
        edges.journal().forget(connection);
      }
    }
  }

  private void querySocket(Connection connection, long now) {
    edges.queue().flush(); // the socket must have had what was let through before
    SocketReport report = edges.diag().query(connection.key());
    boolean drained = connection.drain().on();
    Decision decision =
        atHand != null
            ? initiator.socket(connection, report, atHand.acknowledgment(), now)
            : initiator.idleSocket(connection, report, now);
    if (decision.next() == ConnectionState.LOCAL) {
      counters.busy++;
    } else if (decision.next() == ConnectionState.WAIT) {
      counters.started++;
      counters.drained += drained ? 1 : 0;
    }
    run(connection, decision, now);
  }

  private void acknowledgeServer(Connection connection) {
    if (atHand == null) {
      return;
    }
    int unacknowledged =
        connection.handshake().unacknowledgedBase()
            + edges.diag().query(connection.key()).bytesAcknowledged();
    // An ACK that the download has left far behind tells nothing, and the kernel would answer it
    // (RFC 5961, section 5.2).
    if (atHand.acknowledgment() - unacknowledged >= 0) {
      RequestStream requests = connection.requests();
      int expected = requests.pendingStart() + requests.pendingPassed();
      edges.injector().acknowledge(connection.key(), expected, atHand);
    }
  }

  private void acknowledgeClient(Connection connection, long now) {
    SocketReport report = edges.diag().query(connection.key());
    Handshake handshake = connection.handshake();
    Translation translation = connection.translation(); // it is translated on its way out
    Checkpoint checkpoint = connection.checkpoint();
    // The window's right edge stays where it is, as with data that the server has not read.
    int held = checkpoint.end() - handshake.receiveBase() - report.bytesReceived();
    int scale = Math.max(0, handshake.serverWindowScale());
    int window = Math.min(0xffff, Math.max(0, report.receiveWindow() - held) >>> scale);
    edges
        .serverSegments()
        .acknowledge(
            connection.key(),
            translation.toSocket(
                handshake.unacknowledgedBase()
                    + report.bytesAcknowledged()
                    + report.writeQueue()
                    - report.notSent()),
            checkpoint.end(),
            window,
            handshake.timestamps(),
            translation.clockOfSocket(handshake.clock((int) now) - CLOCK_ERROR),
            connection.clientTsVal());
  }

  private void queryListener(Connection connection, long now) {
    SocketReport report = edges.diag().query(connection.key());
    if (report.state() != SocketReport.NONE) {
      // Any old socket with these addresses, a TIME_WAIT for instance, would make the creation fail
      // silently. Its last RST does not leave: the connection is reserved.
      edges.diag().destroy(connection.key());
      report = edges.diag().query(connection.key());
    }
    run(connection, target.listener(connection, report), now);
  }

  private void createSocket(Connection connection, long now) {
    int clock = connection.lastMigration().clock() + (int) (Clock.now() - connection.offered());
    SocketReport socket = edges.imposer().create(connection, clock);
    run(connection, target.socket(connection, socket), now);
  }

  private void replay(Connection connection) {
    SanMessage.Syn syn = connection.lastMigration();
    Checkpoint checkpoint = connection.checkpoint();
    int given = checkpoint.given();
    boolean asks = checkpoint.length() > 0;
    edges.conntrack().clear(connection.key(), asks ? Mark.ARRIVING : Mark.ARRIVING | Mark.ASKED);
    int known = checkpoint.acknowledged();
    if (known > given) {
      // The client has had the ACKs of these bytes: a second one would look like a loss to it.
      edges.conntrack().set(connection.key(), Mark.QUIET);
      edges.injector().data(syn, syn.clock(), checkpoint, given, known);
      edges.conntrack().clear(connection.key(), Mark.QUIET);
      given = known;
    }
    inject(connection, syn.clock(), given);
    counters.imported++;
  }

  private void resume(Connection connection) {
    // A socket that has only sent its SYN-ACK takes no echo but that of the SYN-ACK's timestamp.
    inject(
        connection,
        connection.clientTsEcr(),
        connection.receiveNext() - connection.checkpoint().start());
  }

  private void inject(Connection connection, int tsEcr, int from) {
    Checkpoint checkpoint = connection.checkpoint();
    if (from < checkpoint.length() || checkpoint.fin()) {
      edges
          .injector()
          .data(connection.lastMigration(), tsEcr, checkpoint, from, checkpoint.length());
    }
    checkpoint.release();
    memory.note(connection);
  }

  private void resetSocket(Connection connection) {
    counters.migrated++;
    connection.countMigration();
    edges
        .injector()
        .reset(
            connection.key(),
            connection.receiveNext(),
            connection.translation().toSocket(connection.lastMigration().imposedAck()));
    connection.setTranslation(Translation.NONE);
    edges.journal().note(connection);
  }

  private void resetClient(Connection connection) {
    counters.reset++;
    int sequence = connection.translation().toSocket(connection.lastMigration().imposedAck());
    edges.serverSegments().reset(connection.key(), sequence, connection.receiveNext());
    edges.injector().reset(connection.key(), connection.receiveNext(), sequence);
  }

  private void release(Connection connection) {
    HeldPackets held = connection.held();
    for (int i = 0; i < held.size(); i++) {
      letThrough(connection, i, 0);
    }
    held.clear();
    edges.queue().flush();
  }

  private void forward(Connection connection) {
    HeldPackets held = connection.held();
    boolean sent = false;
    for (int i = 0; i < held.size(); i++) {
      if (!held.stored(i)) {
        letThrough(connection, i, connection.peer());
        sent = true;
      } else if (!held.isCopy(i)) {
        edges.queue().drop(held.id(i));
      }
    }
    held.clear();
    if (sent) {
      edges.queue().flush();
    }
  }

  private void letThrough(Connection connection, int index, int mark) {
    HeldPackets held = connection.held();
    if (held.isCopy(index)) {
      edges.queue().flush(); // what came before it
      edges.injector().again(held.copy(index), connection.handshake().mss());
    } else {
      edges.queue().accept(held.id(index), mark);
    }
  }

  private void drop(HeldPackets held) {
    for (int i = 0; i < held.size(); i++) {
      if (!held.isCopy(i)) {
        edges.queue().drop(held.id(i));
      }
    }
    held.clear();
    edges.queue().flush();
  }
}
