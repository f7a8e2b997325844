package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.kernel.SanChannel;
import dev.mignet.tcpmig.machine.Decision;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Messages;
import dev.mignet.tcpmig.machine.Target;
import dev.mignet.tcpmig.san.SanMessage;

/** Brings the messages of the SAN to the state machines. */
final class SanInbox {
  private final Edges edges;
  private final SanOutbox outbox;
  private final ConnectionTable table;
  private final Initiator initiator;
  private final Messages messages;
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
    this.messages = new Messages(initiator, target);
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
      // The server's clock goes on from when it came: this thread may have had to wait since.
      long arrival = message instanceof SanMessage.Syn ? Clock.ofArrival(realMillis) : now;
      Decision decision = messages.decide(connection, message, from, arrival, now);
      if (message instanceof SanMessage.Reject reject) {
        watch.told(reject.reason());
        counters.rejected += decision.actions().isEmpty() ? 0 : 1;
      }
      boolean unheard = decision.actions().isEmpty() && decision.next() == connection.state();
      if (unheard && !(message instanceof SanMessage.Following)) {
        counters.late++;
      }
      runner.run(connection, decision, now);
      return;
    }
    SanMessage answer = messages.answerOfUnknown(message);
    if (answer == null) {
      counters.late++;
    } else {
      edges.san().send(answer, from);
    }
  }
}
