package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Three nodes and one connection, whose packets, messages, sockets and clock do what a program
 * chooses: messages are lost, doubled, late, or forged; daemons are killed; sockets vanish.
 */
final class FuzzedCluster {
  static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0x0a090164, 80);
  static final int CLIENT_ISN = 1000;
  static final int SERVER_ISN = 5000;

  private static final byte[][] SAID_BY_CLIENT = {
    bytes("GET /2 HTTP/1.1\r\n\r\n"),
    bytes("GET /3 HTTP/1.1\r\n\r\n"),
    bytes("GET /1 HTTP/1.1\r\n\r\n"),
    {},
    bytes("GET /0 HTTP/1.1\r\n\r\n"),
    bytes("POST /2 HTTP/1.1\r\nContent-Length: 30\r\n\r\n"),
    bytes("GET /2 HT"),
    bytes("TP/1.1\r\n\r\n"),
    bytes("nonsense \0\r\n")
  };
  private static final byte[][] SAID_BY_SERVER = {
    bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
    bytes("HTTP/1.1 204 No Content\r\n\r\n"),
    bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    bytes("abc\r\n0\r\n\r\n")
  };
  private static final int[] FLAGS = {
    TcpView.ACK, TcpView.ACK | TcpView.FIN, TcpView.RST, TcpView.ACK | TcpView.URG
  };

  /** More time-outs than any state has. */
  private static final int MOST_TIMEOUTS = 200;

  private record Envelope(int from, int to, SanMessage message) {}

  private final Program program;
  private final Map<ConnectionState, Integer> reached;
  private final List<FuzzedNode> nodes = new ArrayList<>();
  private final List<Envelope> wire = new ArrayList<>();
  private long now = 1;
  private long lastId = 100;
  private int clientNext = CLIENT_ISN + 1;
  private int serverNext = SERVER_ISN + 1;
  private int depth;
  private boolean cut;

  /**
   * A cluster that does what the program says.
   *
   * @param reached counts how often each state was there when something had happened
   */
  FuzzedCluster(Program program, Map<ConnectionState, Integer> reached) {
    this.program = program;
    this.reached = reached;
    Protocol protocol = program.choose(4) == 3 ? Protocol.TCP : Protocol.HTTP;
    for (int number = 1; number <= 3; number++) {
      nodes.add(new FuzzedNode(number, this, protocol, program));
    }
  }

  long now() {
    return now;
  }

  long nextId() {
    return ++lastId;
  }

  int serverNext() {
    return serverNext;
  }

  /** Runs the program, then lets time pass until each node has done with the connection. */
  void run() {
    nodes.get(0).syn();
    while (!program.ended()) {
      step();
      nodes.forEach(FuzzedNode::check);
      nodes.forEach(this::countState);
    }
    cut = true;
    nodes.forEach(this::letTimePass);
  }

  private void countState(FuzzedNode node) {
    if (node.connection() != null) {
      reached.merge(node.connection().state(), 1, Integer::sum);
    }
  }

  private void step() {
    FuzzedNode node = nodes.get(program.choose(nodes.size()));
    switch (program.choose(16)) {
      case 0, 1, 2 -> clientPacket(program.choose(8) == 7 ? 1 + program.choose(3) : 1);
      case 3, 4, 5, 6 -> deliver(true);
      case 7 -> deliver(false);
      case 8 -> {
        if (!wire.isEmpty()) {
          wire.remove(program.choose(wire.size()));
        }
      }
      case 9 -> tick(node);
      case 10, 11 -> node.order(1 + program.choose(3));
      case 12 -> {
        now += program.choose(256);
        node.rest();
      }
      case 13 -> rare(node);
      default -> {
        tick(node);
        deliver(true);
      }
    }
  }

  private void rare(FuzzedNode node) {
    switch (program.choose(40)) {
      case 0 -> node.restart();
      case 1 -> node.socketGone();
      case 2 -> node.syn();
      case 3 -> node.ask();
      case 9 -> node.peerDead();
      case 4, 5, 6, 7, 8 -> node.message(node.forged(program), 1 + program.choose(3));
      default -> {
        byte[] data = SAID_BY_SERVER[program.seldom(SAID_BY_SERVER.length, 20)];
        node.respond(data);
        serverNext += data.length;
      }
    }
  }

  /** The client says something, or repeats or skips some of it; it comes first to that node. */
  void clientPacket(int to) {
    if (depth > 0) {
      return;
    }
    depth++;
    int said = program.choose(30);
    byte[] data = SAID_BY_CLIENT[said < SAID_BY_CLIENT.length ? said : said % 3];
    int sequence = clientNext - (program.choose(40) == 39 ? program.choose(40) - 5 : 0);
    int flags = FLAGS[program.seldom(FLAGS.length, 200)];
    if (sequence == clientNext) {
      clientNext += data.length;
    }
    int next = to;
    for (int hop = 0; hop < 4 && next != 0; hop++) {
      next = nodes.get(next - 1).packet(sequence, serverNext, flags, data);
    }
    depth--;
  }

  private void deliver(boolean once) {
    if (wire.isEmpty()) {
      return;
    }
    int at = program.choose(4) == 3 ? program.choose(wire.size()) : 0;
    Envelope envelope = once ? wire.remove(at) : wire.get(at);
    nodes.get(envelope.to() - 1).message(envelope.message(), envelope.from());
  }

  private void tick(FuzzedNode node) {
    Connection connection = node.connection();
    if (connection != null && connection.deadline() != Connection.NEVER) {
      now = Math.max(now, connection.deadline());
      node.timer();
    }
  }

  void send(int from, int to, SanMessage message) {
    nodes.get(from - 1).require(to >= 1 && to <= nodes.size(), "sends to node " + to);
    if (!cut) {
      wire.add(new Envelope(from, to, message));
    }
  }

  /**
   * With the SAN cut, time ends every state, but that in which a request that was acknowledged
   * waits for the end of a response: it lasts as long as the server has its socket.
   */
  private void letTimePass(FuzzedNode node) {
    for (int i = 0; i < MOST_TIMEOUTS; i++) {
      Connection connection = node.connection();
      if (connection == null || connection.state() == ConnectionState.LOCAL) {
        return;
      }
      if (connection.state().isElsewhere() && !connection.closed() && i > MOST_TIMEOUTS / 2) {
        node.ask();
        node.peerDead();
        node.require(node.connection() == null, "waits on for a node that is dead");
        return;
      } else if (connection.state() == ConnectionState.DRAINING && i > MOST_TIMEOUTS / 2) {
        node.socketGone();
      }
      tick(node);
      node.check();
    }
    node.require(false, "time has not ended it");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
