package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.SocketReport;

/** Whether a connection may move: its server owes the client nothing. */
final class Quiescence {
  private Quiescence() {}

  /** The server's next sequence number (snd_nxt), from what its kernel counts. */
  static int sendNext(Connection connection, SocketReport socket) {
    return connection.handshake().unacknowledgedBase()
        + socket.bytesAcknowledged()
        + socket.writeQueue();
  }

  /** The client's next sequence number as the local socket expects it (rcv_nxt). */
  static int receiveNext(Connection connection, SocketReport socket) {
    return connection.handshake().receiveBase() + socket.bytesReceived();
  }

  /**
   * Whether the local socket of a connection that drains can be given up: its responses have ended
   * and are acknowledged, and nothing is left to write, or to read but for the beginning of the
   * request that waits.
   */
  static boolean drained(Connection connection, SocketReport socket) {
    return socket.writeQueue() == 0
        && socket.readQueue() <= connection.requests().pendingPassed()
        && reached(connection, socket, sendNext(connection, socket));
  }

  /** Whether nothing is under way at a socket whose protocol nobody follows. */
  static boolean silent(SocketReport socket) {
    return socket.state() == SocketReport.ESTABLISHED
        && socket.writeQueue() == 0
        && socket.readQueue() == 0;
  }

  /**
   * Whether the local socket can be given up.
   *
   * @param acknowledged what the client has acknowledged, with the held packet
   */
  static boolean reached(Connection connection, SocketReport socket, int acknowledged) {
    int requests = connection.requests().passed();
    return switch (socket.state()) {
      // With TCP_DEFER_ACCEPT the server has not heard of the connection yet.
      case SocketReport.SYN_RECV ->
          requests == 0 && acknowledged == connection.handshake().unacknowledgedBase();
      case SocketReport.ESTABLISHED -> {
        int sent = sendNext(connection, socket);
        int given = connection.requests().pendingStart() + connection.requests().pendingPassed();
        yield acknowledged == sent
            && receiveNext(connection, socket) == given
            && connection.responses().complete(requests, sent);
      }
      default -> false;
    };
  }
}
