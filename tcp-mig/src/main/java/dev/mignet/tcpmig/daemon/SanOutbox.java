package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.kernel.SanChannel;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.san.SanMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the state machines have to say to other nodes. */
final class SanOutbox {
  private final SanChannel san;
  private final ConnectionTable table;

  /** Connections that came lately, and whose initiators have not been told yet. */
  private final List<Arrival> storedLater = new ArrayList<>();

  /** What one initiator has to be told, even if the connection has moved on and come back since. */
  private record Arrival(Connection connection, long id, int from) {}

  /** The sender and the id of the message at hand, which replies go to. */
  private int replyTo;

  private long replyId;

  SanOutbox(SanChannel san, ConnectionTable table) {
    this.san = san;
    this.table = table;
  }

  /** The message at hand, for decisions that come from it. */
  void replyingTo(int from, long id) {
    replyTo = from;
    replyId = id;
  }

  void syn(Connection connection) {
    san.send(Initiator.syn(connection, Clock.now()), connection.peer());
  }

  void checkpoint(Connection connection) {
    Checkpoint checkpoint = connection.checkpoint();
    san.send(
        new SanMessage.Checkpoint(
            connection.lastMigration().id(),
            connection.key(),
            checkpoint.start(),
            checkpoint.acknowledged(),
            checkpoint.fin(),
            Arrays.copyOf(checkpoint.data(), checkpoint.length())),
        connection.peer());
  }

  void abort(Connection connection) {
    san.send(
        new SanMessage.Abort(connection.lastMigration().id(), connection.key()), connection.peer());
  }

  void query(Connection connection) {
    san.sendLater(
        new SanMessage.Query(connection.lastMigration().id(), connection.key()), connection.peer());
  }

  void moved(Connection connection) {
    SanMessage.Syn migration = connection.lastMigration();
    san.send(
        new SanMessage.Moved(
            migration.id(),
            connection.key(),
            migration.clientIsn(),
            connection.hops(),
            connection.peer()),
        connection.home());
  }

  void cleanUp(Connection connection) {
    int from = connection.importedFrom();
    int home = connection.home();
    if (from != 0) {
      cleanUp(connection, connection.importedBy(), from);
    }
    if (home != 0 && home != from) {
      cleanUp(connection, connection.importedBy(), home);
    }
    if (home != 0 && connection.closed()) {
      // It has gone on from here, and the home may have heard so before it hears of the close.
      cleanUp(connection, connection.lastMigration().id(), home);
    }
  }

  private void cleanUp(Connection connection, long id, int to) {
    san.sendLater(new SanMessage.CleanUp(id, connection.key()), to);
  }

  void ack(Connection connection) {
    san.send(
        new SanMessage.Ack(connection.lastMigration().id(), connection.key()), connection.peer());
  }

  void replyAbort(Connection connection) {
    san.send(new SanMessage.Abort(replyId, connection.key()), replyTo);
  }

  void replyReject(Connection connection) {
    san.send(new SanMessage.Reject(replyId, connection.key(), connection.rejectReason()), replyTo);
  }

  void replyStored(Connection connection) {
    san.send(new SanMessage.Stored(replyId, connection.key()), replyTo);
  }

  void replyGone(Connection connection) {
    san.send(new SanMessage.CleanUp(replyId, connection.key()), replyTo);
  }

  void replyFollowing(Connection connection) {
    san.send(new SanMessage.Following(replyId, connection.key()), replyTo);
  }

  /** Has the initiator told at the next {@link #flush} that its connection is here. */
  void storedLater(Connection connection) {
    storedLater.add(new Arrival(connection, connection.importedBy(), connection.importedFrom()));
  }

  /**
   * Sends what waits, and tells the initiators of connections that came lately, unless a clean-up
   * has told them.
   */
  void flush() {
    for (Arrival arrival : storedLater) {
      Connection connection = arrival.connection();
      boolean closed = table.find(connection.key()) != connection;
      if (!closed || connection.importedBy() != arrival.id()) {
        san.sendLater(new SanMessage.Stored(arrival.id(), connection.key()), arrival.from());
      }
    }
    storedLater.clear();
    san.flush();
  }
}
