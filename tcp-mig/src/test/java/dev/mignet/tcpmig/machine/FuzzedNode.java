package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.Guests;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.policy.RulePolicy;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.IdleRule;
import dev.mignet.tcpmig.settings.Otherwise;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.UrlRule;
import dev.mignet.tcpmig.settings.Variant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node of {@link FuzzedCluster}: the real state machines, and a daemon around them whose kernel
 * says whatever the program chooses.
 */
final class FuzzedNode {
  /** Whether a state may last, and whether packets may be held in it. */
  private record Rule(boolean lasts, boolean holds, boolean waits) {}

  /** How long a connection must rest to be sent on, ms. */
  private static final int REST = 100;

  private static final List<RejectReason> REASONS = List.of(RejectReason.values());

  private final int number;
  private final FuzzedCluster cluster;
  private final Protocol protocol;
  private final Program program;
  private final Set<Long> taken = new HashSet<>();
  private final Initiator initiator;
  private final Target target;
  private final Messages messages;
  private final ScriptedPacket packet = new ScriptedPacket();
  private @Nullable Connection connection;
  private boolean packetAtHand;
  private int replyTo;
  private long replyId;

  FuzzedNode(int number, FuzzedCluster cluster, Protocol protocol, Program program) {
    this.protocol = protocol;
    this.number = number;
    this.cluster = cluster;
    this.program = program;
    RulePolicy policy =
        new RulePolicy(
            List.of(new UrlRule("/1", 1), new UrlRule("/2", 2), new UrlRule("/3", 3)),
            new IdleRule(REST, List.of(2, 3), Otherwise.SERVE));
    CheckpointMemory memory = new CheckpointMemory(1 << 20);
    initiator = new Initiator(number, protocol, Variant.BACK_END, policy, memory, cluster::nextId);
    Guests guests = new Guests(Integer.MAX_VALUE);
    target = new Target(number, protocol, taken::contains, memory, guests);
    messages = new Messages(initiator, target);
  }

  @Nullable Connection connection() {
    return connection;
  }

  /** A client's SYN, and what the server answers; without the answer now and then. */
  void syn() {
    Connection born = connection;
    if (born == null) {
      born = new Connection(FuzzedCluster.FLOW, cluster.now());
      connection = born;
    } else {
      run(born, initiator.replaced(born, cluster.now()));
      born.held().clear();
    }
    born.restart(cluster.now());
    born.handshake().syn(packet.syn(FuzzedCluster.CLIENT_ISN));
    born.requests().start(FuzzedCluster.CLIENT_ISN + 1);
    if (protocol == Protocol.TCP) {
      born.requests().makeOpaque();
    }
    born.responses().start();
    if (program.choose(16) < 15) {
      born.handshake().synAck(packet.syn(FuzzedCluster.SERVER_ISN), (int) cluster.now());
      born.responses().start(FuzzedCluster.SERVER_ISN + 1);
    }
  }

  /** A packet of the client; where it goes on to, 0 for nowhere. */
  int packet(int sequence, int acknowledgment, int flags, byte[] data) {
    if (connection == null) {
      return 0;
    }
    packet.write(sequence, acknowledgment, flags, data);
    Connection known = connection;
    if (program.choose(8) == 0) { // it has gone by, and a copy of it is seen
      run(known, initiator.gone(known, packet.view(), packet.bytes(), cluster.now()));
      return 0;
    }
    Decision decision =
        known.state() == ConnectionState.IMPORTING
            ? target.packet(known, packet.view(), packet.bytes())
            : initiator.packet(known, packet.view(), packet.bytes(), cluster.now());
    if (decision.verdict() == Verdict.HOLD || decision.verdict() == Verdict.STORE) {
      known.held().add(7, decision.verdict() == Verdict.STORE);
    }
    packetAtHand = true;
    run(known, decision);
    packetAtHand = false;
    return decision.verdict() == Verdict.FORWARD ? known.peer() : 0;
  }

  /** The local server says something, which is observed. */
  void respond(byte[] data) {
    if (connection != null) {
      int length = Math.min(data.length, 1 + program.choose(200));
      connection
          .responses()
          .observe(
              cluster.serverNext(),
              length,
              ByteBuffer.wrap(data),
              0,
              length,
              connection.requests());
    }
  }

  /** A message comes, as to {@code SanInbox}. */
  void message(SanMessage message, int from) {
    replyTo = from;
    replyId = message.id();
    if (message instanceof SanMessage.Syn && connection == null) {
      connection = new Connection(FuzzedCluster.FLOW, cluster.now());
    }
    Connection known = connection;
    if (known == null) {
      SanMessage answer = messages.answerOfUnknown(message);
      if (answer != null) {
        cluster.send(number, from, answer);
      }
      return;
    }
    if (message instanceof SanMessage.Syn syn) {
      run(known, initiator.returns(known, syn, cluster.now()));
    }
    long now = cluster.now();
    run(known, messages.decide(known, message, from, now, now));
  }

  /** Its deadline has come. */
  void timer() {
    if (connection != null && connection.deadline() <= cluster.now()) {
      run(
          connection,
          connection.state() == ConnectionState.IMPORTING
              ? target.timer(connection, cluster.now())
              : initiator.timer(connection, cluster.now()));
    }
  }

  /** Somebody orders the connection away. */
  void order(int to) {
    if (connection != null && initiator.mayMigrate(connection, to)) {
      run(connection, initiator.migrate(connection, to));
    }
  }

  /** What {@code RestWatch} does now and then. */
  void rest() {
    if (connection != null && initiator.mayHaveRested(connection, cluster.now())) {
      run(connection, initiator.rested(connection, socket(), cluster.now()));
    }
  }

  /** The kernel says that the socket has gone. */
  void socketGone() {
    if (connection != null) {
      run(connection, target.closed(connection));
    }
  }

  /** The minute's question about what is forwarded. */
  void ask() {
    if (connection != null) {
      run(connection, initiator.ask(connection));
    }
  }

  /** The node that it was sent to counts as dead. */
  void peerDead() {
    if (connection != null) {
      run(connection, initiator.peerDead(connection));
    }
  }

  /** The daemon was killed; of a connection that never moved it knows nothing afterwards. */
  void restart() {
    Connection known = connection;
    if (known == null) {
      return;
    }
    known.held().clear();
    known.requests().makeOpaque();
    if (known.state() == ConnectionState.LOCAL && known.importedFrom() == 0) {
      connection = null;
      return;
    }
    known.checkpoint().release();
    known.await(Connection.NEVER, 0);
    run(
        known,
        switch (known.state()) {
          case DRAINING, CHECKING, WAIT, SHIPPING, FORWARD, RELAY ->
              initiator.recovered(known, cluster.now());
          case IMPORTING, LOCAL -> target.recovered(known, socket(), cluster.now());
        });
  }

  /** What must be true whenever the daemon waits. */
  void check() {
    Connection known = connection;
    if (known == null) {
      return;
    }
    Rule rule =
        switch (known.state()) {
          case LOCAL -> new Rule(true, false, false);
          case CHECKING -> new Rule(false, true, true);
          case DRAINING, WAIT, IMPORTING -> new Rule(true, true, true);
          case SHIPPING, RELAY -> new Rule(true, false, true);
          case FORWARD -> new Rule(true, false, known.closed());
        };
    require(rule.lasts(), "nothing ends it");
    require(rule.holds() || known.held().size() == 0, "packets are held");
    require(!rule.waits() || known.deadline() != Connection.NEVER, "it has no deadline");
  }

  void require(boolean right, String what) {
    if (!right) {
      throw new AssertionError(
          what + ": node " + number + (connection == null ? "" : " in " + connection.state()));
    }
  }

  /** As {@code ActionRunner} does. */
  private void run(Connection known, Decision decision) {
    known.enter(decision.next());
    if (known.state() == ConnectionState.LOCAL && known.importedFrom() != 0) {
      taken.add(known.importedBy());
    }
    for (Action action : decision.actions()) {
      run(known, action);
    }
  }

  private void run(Connection known, Action action) {
    switch (action) {
      case QUERY_SOCKET ->
          run(
              known,
              packetAtHand
                  ? initiator.socket(known, socket(), packet.view().acknowledgment(), cluster.now())
                  : initiator.idleSocket(known, socket(), cluster.now()));
      case QUERY_LISTENER ->
          run(known, target.listener(known, new SocketReport().none(program.seldom(3, 20), 1)));
      case CREATE_SOCKET -> run(known, target.socket(known, socket()));
      case READ_QUEUE -> {
        boolean at = packetAtHand;
        if (program.choose(3) == 2) {
          cluster.clientPacket(number);
        }
        packetAtHand = at;
        run(known, initiator.queueRead(known, cluster.now()));
      }
      case NEXT_TARGET -> run(known, initiator.nextTarget(known, cluster.now()));
      case SEND_SYN, SEND_NEXT_SYN ->
          cluster.send(number, known.peer(), Initiator.syn(known, cluster.now()));
      case SEND_CHECKPOINT -> sendCheckpoint(known);
      case SEND_ABORT -> toPeer(known, new SanMessage.Abort(id(known), FuzzedCluster.FLOW));
      case SEND_QUERY -> toPeer(known, new SanMessage.Query(id(known), FuzzedCluster.FLOW));
      case REFUSE_ENDPOINT -> reply(new SanMessage.Abort(replyId, FuzzedCluster.FLOW));
      case SEND_ACK -> toPeer(known, new SanMessage.Ack(id(known), FuzzedCluster.FLOW));
      case SEND_REJECT ->
          reply(new SanMessage.Reject(replyId, FuzzedCluster.FLOW, known.rejectReason()));
      case SEND_STORED -> reply(new SanMessage.Stored(replyId, FuzzedCluster.FLOW));
      case SEND_GONE -> reply(new SanMessage.CleanUp(replyId, FuzzedCluster.FLOW));
      case SEND_FOLLOWING -> reply(new SanMessage.Following(replyId, FuzzedCluster.FLOW));
      case SEND_STORED_LATER ->
          cluster.send(
              number,
              known.importedFrom(),
              new SanMessage.Stored(known.importedBy(), FuzzedCluster.FLOW));
      case SEND_MOVED -> {
        require(known.home() != 0, "tells nobody where it went");
        SanMessage.Syn last = known.lastMigration();
        cluster.send(
            number,
            known.home(),
            new SanMessage.Moved(
                last.id(), FuzzedCluster.FLOW, last.clientIsn(), known.hops(), known.peer()));
      }
      case SEND_CLEAN_UP -> sendCleanUp(known);
      case RELEASE_HELD, FORWARD_HELD, DROP_HELD -> known.held().clear();
      case RESET_SOCKET, RESET_CLIENT, REPLAY -> known.lastMigration();
      case RESUME -> known.checkpoint().release();
      case REMOVE -> {
        require(known.held().size() == 0, "packets of a forgotten connection are held");
        known.await(Connection.NEVER, 0);
        connection = null;
      }
      case SUPPRESS,
          RESERVE,
          MARK_LOCAL,
          UNTRACK,
          MARK_FORWARD,
          WATCH,
          ACKNOWLEDGE_SERVER,
          ACKNOWLEDGE_CLIENT -> {}
    }
  }

  private void sendCheckpoint(Connection known) {
    byte[] data = Arrays.copyOf(known.checkpoint().data(), known.checkpoint().length());
    toPeer(
        known,
        new SanMessage.Checkpoint(
            id(known),
            FuzzedCluster.FLOW,
            known.checkpoint().start(),
            known.checkpoint().acknowledged(),
            known.checkpoint().fin(),
            data));
  }

  private void sendCleanUp(Connection known) {
    SanMessage message = new SanMessage.CleanUp(known.importedBy(), FuzzedCluster.FLOW);
    for (int to : new int[] {known.importedFrom(), known.home()}) {
      if (to != 0) {
        cluster.send(number, to, message);
      }
    }
    if (known.home() != 0 && known.closed()) {
      cluster.send(number, known.home(), new SanMessage.CleanUp(id(known), FuzzedCluster.FLOW));
    }
  }

  private static long id(Connection known) {
    return known.lastMigration().id();
  }

  private void toPeer(Connection known, SanMessage message) {
    cluster.send(number, known.peer(), message);
  }

  private void reply(SanMessage message) {
    cluster.send(number, replyTo, message);
  }

  /** What the kernel says of the socket: what would let the connection go, mostly. */
  private SocketReport socket() {
    int[] states = {
      SocketReport.ESTABLISHED,
      SocketReport.SYN_RECV,
      SocketReport.NONE,
      SocketReport.TIME_WAIT,
      SocketReport.CLOSE_WAIT
    };
    int acknowledged = cluster.serverNext() - FuzzedCluster.SERVER_ISN - 1;
    int received = 0;
    if (connection != null) {
      acknowledged = cluster.serverNext() - connection.handshake().unacknowledgedBase();
      received =
          connection.requests().pendingStart()
              + connection.requests().pendingPassed()
              - connection.handshake().receiveBase();
    }
    return new SocketReport()
        .set(
            states[program.seldom(states.length, 40)],
            program.choose(20) / 19,
            acknowledged,
            received + program.choose(20) / 19,
            program.choose(3),
            program.choose(256))
        .queues(program.choose(20) / 19, program.choose(2))
        .voice(1000, program.choose(256), program.choose(256));
  }

  /** A message of any kind that nobody had a reason to send. */
  SanMessage forged(Program choices) {
    long id =
        choices.choose(2) == 0 ? choices.choose(256) : cluster.nextId() - 1 - choices.choose(3);
    int to = 1 + choices.choose(3);
    return switch (choices.choose(10)) {
      case 0 ->
          new SanMessage.Syn(
              id,
              FuzzedCluster.FLOW,
              FuzzedCluster.CLIENT_ISN,
              1001,
              5001,
              64,
              7,
              8,
              to,
              choices.choose(256),
              0,
              1460,
              7,
              8,
              true,
              true,
              false,
              1);
      case 1 -> new SanMessage.Ack(id, FuzzedCluster.FLOW);
      case 2 ->
          new SanMessage.Reject(
              id, FuzzedCluster.FLOW, REASONS.get(choices.choose(REASONS.size())));
      case 3 ->
          new SanMessage.Checkpoint(
              id,
              FuzzedCluster.FLOW,
              1001,
              0,
              choices.choose(2) == 0,
              "GET /2 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      case 4 -> new SanMessage.Stored(id, FuzzedCluster.FLOW);
      case 5 -> new SanMessage.Abort(id, FuzzedCluster.FLOW);
      case 6 -> new SanMessage.CleanUp(id, FuzzedCluster.FLOW);
      case 7 -> new SanMessage.Query(id, FuzzedCluster.FLOW);
      case 8 ->
          new SanMessage.Moved(
              id, FuzzedCluster.FLOW, FuzzedCluster.CLIENT_ISN, choices.choose(256), to);
      default -> new SanMessage.Following(id, FuzzedCluster.FLOW);
    };
  }
}
