package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;

/** What becomes of the client's bytes while its connection is about to leave. */
final class Intake {
  private Intake() {}

  /** Takes a segment into the checkpoint if it continues that. */
  static Verdict take(Connection connection, TcpView segment, ByteBuffer packet) {
    boolean fin = segment.has(TcpView.FIN);
    if (segment.payloadLength() == 0 && !fin) {
      return Verdict.HOLD;
    }
    Checkpoint checkpoint = connection.checkpoint();
    // Urgent data are more than their bytes: they go on as they came.
    if (!segment.has(TcpView.URG)
        && checkpoint.add(
            segment.sequence(), packet, segment.payloadOffset(), segment.payloadLength(), fin)) {
      return Verdict.STORE;
    }
    // What stands in the checkpoint already is a retransmission.
    int end = checkpoint.end() + (checkpoint.fin() ? 1 : 0);
    return segment.endSequence() - end <= 0 ? Verdict.DROP : Verdict.HOLD;
  }

  /**
   * The connection is served here after all: what was held becomes part of the streams that are
   * followed.
   */
  static void giveBack(Connection connection) {
    follow(connection);
    connection.checkpoint().release();
  }

  /** The same, where the checkpoint is needed once more. */
  static void follow(Connection connection) {
    connection.await(Connection.NEVER, 0);
    connection.drain().end();
    Checkpoint checkpoint = connection.checkpoint();
    connection
        .requests()
        .offer(checkpoint.start(), ByteBuffer.wrap(checkpoint.data()), 0, checkpoint.length());
    connection.requests().pass();
  }
}
