package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.kernel.SanChannel;
import dev.mignet.tcpmig.machine.Decision;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Target;
import dev.mignet.tcpmig.san.SanMessage;

/** Brings the messages of the SAN to the state machines. */
final class SanInbox {
  private final Edges edges;
  private final SanOutbox outbox;
  private final ConnectionTable table;
  private final Initiator initiator;
  private final Target target;
  private final ActionRunner runner;
  private final Counters counters;
  private final MigrationWatch watch;
  private final Silence silence;
  private final SanChannel.Handler handler = this::message;
  private long now;

  SanInbox(
      Edges edges,
      SanOutbox outbox,
      ConnectionTable table,
      Initiator initiator,
      Target target,
      ActionRunner runner,
      Counters counters,
      MigrationWatch watch,
      Silence silence) {
    this.edges = edges;
    this.outbox = outbox;
    this.table = table;
    this.initiator = initiator;
    this.target = target;
    this.runner = runner;
    this.counters = counters;
    this.watch = watch;
    this.silence = silence;
  }

  /** Handles all that came. */
  void receive(long time) {
    now = time;
    edges.san().receive(handler);
  }

  private void message(SanMessage message, int from, long realMillis) {
    silence.heard(from);
    outbox.replyingTo(from, message.id());
    runner.nothingAtHand();
    Connection connection =
        message instanceof SanMessage.Syn
            ? table.findOrAdd(message.flow(), now)
            : table.find(message.flow());
    if (connection != null) {
      if (message instanceof SanMessage.Syn syn) {
        runner.run(connection, initiator.returns(connection, syn, now), now);
      }
      Decision decision = decide(connection, message, from, realMillis);
      boolean unheard = decision.actions().isEmpty() && decision.next() == connection.state();
      if (unheard && !(message instanceof SanMessage.Following)) {
        counters.late++;
      }
      runner.run(connection, decision, now);
    } else if (message instanceof SanMessage.Checkpoint || message instanceof SanMessage.Query) {
      edges.san().send(target.lastWord(message), from);
    } else if (message instanceof SanMessage.Moved) {
      // It is closed: nothing of it will come by the sender.
      edges.san().send(new SanMessage.Following(message.id(), message.flow()), from);
    } else {
      counters.late++;
    }
  }

  private Decision decide(Connection connection, SanMessage message, int from, long realMillis) {
    if (message instanceof SanMessage.Syn syn) {
      // The server's clock goes on from when it came: this thread may have had to wait since.
      return target.syn(connection, syn, from, Clock.ofArrival(realMillis));
    } else if (message instanceof SanMessage.Ack ack) {
      return initiator.ack(connection, ack);
    } else if (message instanceof SanMessage.Reject reject) {
      Decision decision = initiator.reject(connection, reject, now);
      watch.told(reject.reason());
      if (!decision.actions().isEmpty()) {
        counters.rejected++;
      }
      return decision;
    } else if (message instanceof SanMessage.Checkpoint checkpoint) {
      return target.checkpoint(connection, checkpoint);
    } else if (message instanceof SanMessage.Stored stored) {
      return initiator.stored(connection, stored, now);
    } else if (message instanceof SanMessage.Abort abort) {
      return target.abort(connection, abort);
    } else if (message instanceof SanMessage.Query query) {
      return target.query(connection, query);
    } else if (message instanceof SanMessage.Moved moved) {
      return initiator.moved(connection, moved);
    } else if (message instanceof SanMessage.Following following) {
      return initiator.following(connection, following, now);
    }
    return initiator.cleanUp(connection, (SanMessage.CleanUp) message, now);
  }
}
