package dev.mignet.tcpmig.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.Guests;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.policy.Policy;
import dev.mignet.tcpmig.policy.RulePolicy;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.IdleRule;
import dev.mignet.tcpmig.settings.Otherwise;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.UrlRule;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.tcpmig.wire.FlowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A script of one connection at one node, without a kernel: segments of the client, copies of the
 * server's, messages, what the socket says, and the time go in by the order of the lines; each is
 * followed by what the state machines must decide.
 *
 * <p>The node is number 1. Its policy sends /class0 to node 2, /class1 to node 3, /here to itself,
 * /next to 2 or 3, /self to 2 or itself, and /must to 2 or 3 or nowhere. The client begins at
 * sequence number 1000, the server at 5000; the server's timestamp clock is 70000 at time 0.
 */
final class TimeLine {
  static final int SELF = 1;
  static final int CLOCK = 70_000;
  static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0x0a090164, 80);

  private static final Set<Action> END_OF_HOLDING =
      EnumSet.of(Action.RELEASE_HELD, Action.FORWARD_HELD, Action.DROP_HELD);

  final Connection connection = new Connection(FLOW.copy(), 0);
  private final Set<Long> taken = new HashSet<>();

  /** How long a connection without a protocol must rest for the policy to send it to node 2, ms. */
  static final int REST = 500;

  /** Bytes that all checkpoints may take. */
  static final int MEMORY = 64 * 1024;

  final CheckpointMemory memory = new CheckpointMemory(MEMORY);

  /** Connections of other nodes that it may have. */
  static final int CAPACITY = 2;

  final Guests guests = new Guests(CAPACITY);

  private final Target target;
  private final Initiator initiator;
  private final Messages messages;
  private long nextId = 100;
  private long now;
  private int acknowledged;
  private boolean requestAtHand;
  private @Nullable Decision decision;
  private @Nullable Decision decidedBefore;

  TimeLine() {
    this(Protocol.HTTP, Variant.BACK_END);
  }

  TimeLine(Protocol protocol, Variant variant) {
    List<UrlRule> rules =
        List.of(
            new UrlRule("/class0", 2),
            new UrlRule("/class1", 3),
            new UrlRule("/here", SELF),
            new UrlRule("/next", List.of(2, 3), Otherwise.SERVE),
            new UrlRule("/self", List.of(2, SELF), Otherwise.RESET),
            new UrlRule("/must", List.of(2, 3), Otherwise.RESET));
    IdleRule idle = new IdleRule(REST, List.of(2), Otherwise.SERVE);
    Policy policy = new RulePolicy(rules, protocol == Protocol.TCP ? idle : null);
    initiator = new Initiator(SELF, protocol, variant, policy, memory, () -> nextId++);
    target = new Target(SELF, protocol, taken::contains, memory, guests);
    messages = new Messages(initiator, target);
  }

  /** A script whose client and server have shaken hands at time 0. */
  static TimeLine connected() {
    TimeLine script = new TimeLine();
    script.syn().synAck();
    return script;
  }

  /** The same of another protocol than HTTP. */
  static TimeLine connected(Protocol protocol) {
    TimeLine script = new TimeLine(protocol, Variant.BACK_END);
    script.syn().synAck();
    if (protocol == Protocol.TCP) {
      script.connection.requests().makeOpaque();
    }
    return script;
  }

  /** The same with another initial sequence number of the client. */
  static TimeLine connected(long isn) {
    TimeLine script = new TimeLine();
    script.syn(isn).synAck();
    return script;
  }

  /** A script whose connection has come from another node, by the migration with that id. */
  static TimeLine imported(int from, long id) {
    return imported(Variant.BACK_END, from, id);
  }

  /** The same of another protocol than HTTP. */
  static TimeLine imported(Protocol protocol, int from, long id) {
    return imported(new TimeLine(protocol, Variant.BACK_END), from, id);
  }

  /** The same in a cluster of that variant. */
  static TimeLine imported(Variant variant, int from, long id) {
    return imported(new TimeLine(Protocol.HTTP, variant), from, id);
  }

  private static TimeLine imported(TimeLine script, int from, long id) {
    script.syn(id, from, "1001 5001").listener(true);
    script.checkpoint(id, "1001:1001").socket("ESTABLISHED");
    return script;
  }

  /** The SYN of a new connection with these addresses. */
  TimeLine syn() {
    return syn(1000);
  }

  private TimeLine syn(long isn) {
    String line = String.format(Locale.ROOT, "S %d:%d win 64240", isn, isn);
    connection.restart(now);
    connection.handshake().syn(new ScriptedSegment(line, null, 100, 0).view());
    connection.requests().start((int) isn + 1);
    connection.responses().start();
    return this;
  }

  TimeLine synAck() {
    connection
        .handshake()
        .synAck(
            new ScriptedSegment("S 5000:5000 ack 1001", null, CLOCK + (int) now, 100).view(),
            (int) now);
    connection.responses().start(5001);
    return this;
  }

  /** A segment of the client comes to the queue; see {@link ScriptedSegment}. */
  TimeLine client(String line) {
    return client(new ScriptedSegment(line, null, 100 + (int) now, CLOCK + (int) now));
  }

  /** A segment of the client has gone by to the server; a copy of it is seen. */
  TimeLine gone(String line) {
    return gone(new ScriptedSegment(line, null, 100 + (int) now, CLOCK + (int) now));
  }

  /** The same with a part of those data. */
  TimeLine gone(String line, byte[] data, int from, int to) {
    byte[] part = Arrays.copyOfRange(data, from, to);
    return gone(new ScriptedSegment(line, part, 100 + (int) now, CLOCK + (int) now));
  }

  private TimeLine gone(ScriptedSegment segment) {
    requestAtHand = false;
    return decided(initiator.gone(connection, segment.view(), segment.packet(), now));
  }

  /** A segment of the client with a part of those data. */
  TimeLine client(String line, byte[] data, int from, int to) {
    byte[] part = Arrays.copyOfRange(data, from, to);
    return client(new ScriptedSegment(line, part, 100 + (int) now, CLOCK + (int) now));
  }

  private TimeLine client(ScriptedSegment segment) {
    acknowledged = segment.view().acknowledgment();
    requestAtHand = true;
    decided(
        connection.state() == ConnectionState.IMPORTING
            ? target.packet(connection, segment.view(), segment.packet())
            : initiator.packet(connection, segment.view(), segment.packet(), now));
    if (verdict() == Verdict.HOLD || verdict() == Verdict.STORE) {
      assertThat(connection.held().add(0, verdict() == Verdict.STORE)).isTrue();
    }
    return this;
  }

  /** The server sends a response with a Content-Length, {@code FROM:TO}; a copy of it is seen. */
  TimeLine server(String range) {
    String[] ends = range.split(":", 2);
    int from = Integer.parseInt(ends[0]);
    int length = Integer.parseInt(ends[1]) - from;
    String head =
        String.format(Locale.ROOT, "HTTP/1.1 200 OK\r\nContent-Length: %5d\r\n\r\n", length - 42);
    byte[] data = head.getBytes(StandardCharsets.US_ASCII);
    assertThat(data).hasSize(42);
    connection
        .responses()
        .observe(from, length, ByteBuffer.wrap(data), 0, 42, connection.requests());
    return this;
  }

  /** The server sends that text from that number on; a copy of it is seen. */
  TimeLine server(int from, String text) {
    ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    int length = data.limit();
    connection.responses().observe(from, length, data, 0, length, connection.requests());
    return this;
  }

  /** What the socket is; see {@link ScriptedSocket}. */
  TimeLine socket(String line) {
    SocketReport report = ScriptedSocket.report(line);
    if (connection.state() == ConnectionState.IMPORTING) {
      decided(target.socket(connection, report));
      if (connection.state() == ConnectionState.LOCAL && connection.importedFrom() != 0) {
        taken.add(connection.importedBy());
      }
      return this;
    }
    return decided(
        requestAtHand
            ? initiator.socket(connection, report, acknowledged, now)
            : initiator.idleSocket(connection, report, now));
  }

  /** Somebody orders the connection to that node. */
  TimeLine order(int node) {
    assertThat(initiator.mayMigrate(connection, node)).as("may migrate to %d", node).isTrue();
    requestAtHand = false;
    return decided(initiator.migrate(connection, node));
  }

  boolean mayMigrate(int node) {
    return initiator.mayMigrate(connection, node);
  }

  boolean mayHaveRested() {
    return initiator.mayHaveRested(connection, now);
  }

  /** What the socket of a connection that may have rested says; see {@link ScriptedSocket}. */
  TimeLine rests(String line) {
    assertThat(mayHaveRested()).isTrue();
    requestAtHand = false;
    return decided(initiator.rested(connection, ScriptedSocket.report(line), now));
  }

  /** A migration SYN from the connection's home, {@code CHECKPOINT'S-START IMPOSED-ACK}. */
  TimeLine syn(long id, int from, String numbers) {
    return syn(id, from, numbers, from, 1);
  }

  /** A migration SYN from another node, of a connection whose home and hops are these. */
  TimeLine syn(long id, int from, String numbers, int home, int hops) {
    String[] parts = numbers.split(" ", 2);
    int start = Integer.parseInt(parts[0]);
    int imposed = Integer.parseInt(parts[1]);
    SanMessage.Syn syn =
        new SanMessage.Syn(
            id, FLOW, 1000, start, imposed, 64, CLOCK, 100, home, hops, 0, 1460, 7, 8, true, true,
            true, 1);
    return syn(syn, from);
  }

  /** That migration SYN from another node. */
  TimeLine syn(SanMessage.Syn syn, int from) {
    decided(initiator.returns(connection, syn, now));
    decidedBefore = decision;
    return decided(target.syn(connection, syn, from, now));
  }

  /** What the listener says: whether it has room for one more. */
  TimeLine listener(boolean room) {
    return decided(target.listener(connection, new SocketReport().none(room ? 0 : 2, 1)));
  }

  /** There is no listener. */
  TimeLine noListener() {
    return decided(target.listener(connection, new SocketReport().none()));
  }

  /** A checkpoint; see {@link ScriptedCheckpoint}. */
  TimeLine checkpoint(long id, String line) {
    return checkpoint(id, line, null);
  }

  /** A checkpoint with those data. */
  TimeLine checkpoint(long id, String line, byte @Nullable [] payload) {
    SanMessage.Checkpoint message = ScriptedCheckpoint.message(id, line, payload);
    return decided(target.checkpoint(connection, message));
  }

  /** Another message. */
  TimeLine message(SanMessage message) {
    if (message instanceof SanMessage.Syn || message instanceof SanMessage.Checkpoint) {
      throw new IllegalArgumentException("has a line of its own: " + message);
    }
    return decided(messages.decide(connection, message, connection.peer(), now, now));
  }

  /** The next target is asked for. */
  TimeLine nextTarget() {
    return decided(initiator.nextTarget(connection, now));
  }

  /** All packets that were queued before the mark changed have been read. */
  TimeLine queueRead() {
    return decided(initiator.queueRead(connection, now));
  }

  /** The target's acknowledgment comes, and nothing is in the queue. */
  TimeLine acknowledged(long id) {
    return message(new SanMessage.Ack(id, FLOW)).queueRead();
  }

  /** The initiator's daemon is restarted. */
  TimeLine restarted() {
    return decided(initiator.recovered(connection, now));
  }

  /** The target's daemon is restarted; what there is with the connection's addresses. */
  TimeLine restarted(String socket) {
    return decided(target.recovered(connection, ScriptedSocket.report(socket), now));
  }

  /** As {@link #restarted()}, where a new connection has got the conntrack entry meanwhile. */
  TimeLine overtaken() {
    return decided(initiator.overtaken());
  }

  /** The sweeper asks for what is forwarded. */
  TimeLine asks() {
    return decided(initiator.ask(connection));
  }

  /** The node that it was sent to counts as dead. */
  TimeLine peerDead() {
    return decided(initiator.peerDead(connection));
  }

  /** A new connection with these addresses begins. */
  TimeLine replaced() {
    return decided(initiator.replaced(connection, now));
  }

  /** The local socket is gone. */
  TimeLine socketGone() {
    return decided(target.closed(connection));
  }

  /** The time is so many ms after the beginning; a timer that is due by then rings. */
  TimeLine at(long millis) {
    now = millis;
    requestAtHand = false;
    if (connection.deadline() > now) {
      decision = null;
      return this;
    }
    return decided(
        connection.state() == ConnectionState.IMPORTING
            ? target.timer(connection, now)
            : initiator.timer(connection, now));
  }

  /** As {@link #at}, after the timers that are due before have rung. */
  TimeLine until(long millis) {
    while (connection.deadline() < millis) {
      at(connection.deadline());
    }
    return at(millis);
  }

  /** What must have been decided on a packet: the state now, its verdict, the actions. */
  TimeLine expect(ConnectionState state, Verdict verdict, Action... actions) {
    expect(state, actions);
    assertThat(verdict()).isEqualTo(verdict);
    return this;
  }

  /** What must have been decided on anything else: the state now, the actions. */
  TimeLine expect(ConnectionState state, Action... actions) {
    assertThat(decision).as("a decision").isNotNull();
    assertThat(actions()).containsExactly(actions);
    assertThat(connection.state()).isEqualTo(state);
    return this;
  }

  /** That no timer has rung. */
  TimeLine expectNothing() {
    assertThat(decision).isNull();
    return this;
  }

  /** The verdict of the last decision. */
  Verdict verdict() {
    return Objects.requireNonNull(decision).verdict();
  }

  /** The actions of the last decision; none where no timer has rung. */
  List<Action> actions() {
    return decision == null ? List.of() : decision.actions();
  }

  /** What the initiator's side made of the last migration SYN, before the target's side saw it. */
  List<Action> actionsBefore() {
    return Objects.requireNonNull(decidedBefore).actions();
  }

  /** The migration SYN that was made or came last. */
  SanMessage.Syn migration() {
    return Objects.requireNonNull(connection.migration());
  }

  /** The checkpoint as {@link ScriptedCheckpoint} has it, without its data. */
  String checkpoint() {
    return ScriptedCheckpoint.line(connection.checkpoint());
  }

  private TimeLine decided(Decision made) {
    decision = made;
    connection.enter(made.next());
    guests.note(connection);
    if (made.actions().contains(Action.SEND_SYN)) {
      Initiator.syn(connection, now);
    }
    if (!Collections.disjoint(made.actions(), END_OF_HOLDING)) {
      connection.held().clear();
    }
    return this;
  }
}
