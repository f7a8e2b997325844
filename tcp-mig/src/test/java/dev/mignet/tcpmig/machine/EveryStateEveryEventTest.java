package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.DRAINING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.RELAY;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every event in every state: nothing is thrown, no state changes otherwise than the diagram at
 * {@link ConnectionState} says, and no packet goes where its connection is not.
 */
class EveryStateEveryEventTest {
  /** Where each state may lead to, besides itself. */
  private static final Map<ConnectionState, Set<ConnectionState>> EXITS =
      Map.of(
          LOCAL, EnumSet.of(DRAINING, CHECKING, IMPORTING),
          DRAINING, EnumSet.of(CHECKING, LOCAL),
          CHECKING, EnumSet.of(DRAINING, WAIT, LOCAL),
          WAIT, EnumSet.of(SHIPPING, LOCAL),
          SHIPPING, EnumSet.of(FORWARD, RELAY, IMPORTING, LOCAL),
          FORWARD, EnumSet.of(IMPORTING),
          RELAY, EnumSet.of(IMPORTING),
          IMPORTING, EnumSet.of(LOCAL, FORWARD, RELAY));

  private static final Set<Action> PUTS_IN_ORDER =
      EnumSet.of(Action.RELEASE_HELD, Action.FORWARD_HELD, Action.DROP_HELD);

  static Stream<Arguments> everyStateAndEvent() {
    return Arrays.stream(ConnectionState.values())
        .flatMap(state -> events().keySet().stream().map(event -> Arguments.of(state, event)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyStateAndEvent")
  void an_event_changes_a_state_only_along_the_diagram(ConnectionState state, String event) {
    TimeLine script = in(state);
    event(event).accept(script);
    ConnectionState next = script.connection.state();
    if (next != state) {
      assertThat(EXITS.get(state)).contains(next);
    }
    // Packets are held in these states only, and whoever leaves them says what becomes of those.
    boolean held = state == DRAINING || state == CHECKING || state == WAIT || state == IMPORTING;
    boolean stillHeld =
        next == DRAINING
            || next == CHECKING
            || next == WAIT
            || next == IMPORTING
            || next == SHIPPING;
    if (held && !stillHeld) {
      assertThat(script.actions()).containsAnyElementsOf(PUTS_IN_ORDER);
    }
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void a_packet_goes_only_where_its_connection_is(ConnectionState state) {
    for (String line : new String[] {"1101:1201 ack 5001", "1101:1101 ack 5001", "F 1101:1101"}) {
      TimeLine script = in(state);
      Verdict verdict = script.client(line).verdict();
      Set<Verdict> right =
          switch (state) {
            case LOCAL -> EnumSet.of(Verdict.ACCEPT);
            case DRAINING -> EnumSet.of(Verdict.HOLD, Verdict.STORE, Verdict.ACCEPT);
            case CHECKING, WAIT -> EnumSet.of(Verdict.HOLD, Verdict.STORE);
            case SHIPPING, FORWARD, RELAY -> EnumSet.of(Verdict.FORWARD);
            case IMPORTING -> EnumSet.of(Verdict.HOLD, Verdict.DROP);
          };
      assertThat(right).as("%s in %s", line, state).contains(verdict);
    }
  }

  @Test
  void every_state_but_the_resting_ones_has_a_deadline() {
    // CHECKING ends within the decision that began it.
    for (ConnectionState state : EnumSet.of(DRAINING, WAIT, SHIPPING, RELAY, IMPORTING)) {
      assertThat(in(state).connection.deadline()).as("%s", state).isLessThan(10_000);
    }
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void every_exit_of_the_diagram_can_be_taken(ConnectionState state) {
    Set<ConnectionState> reached = EnumSet.noneOf(ConnectionState.class);
    for (Consumer<TimeLine> event : events().values()) {
      TimeLine script = in(state);
      event.accept(script);
      reached.add(script.connection.state());
    }
    if (state == IMPORTING) {
      reached.add(backAt(FORWARD).connection.state());
      reached.add(backAt(RELAY).connection.state());
    }
    if (state == SHIPPING) {
      reached.add(in(RELAY).connection.state());
    }
    if (state == CHECKING) {
      reached.add(in(CHECKING).socket("ESTABLISHED").connection.state());
      reached.add(in(CHECKING).socket("NONE").connection.state());
      reached.add(in(CHECKING).socket("ESTABLISHED queue 1").connection.state());
    }
    if (state == DRAINING) {
      TimeLine drained = in(DRAINING).server("5001:5301").at(1);
      reached.add(drained.socket("ESTABLISHED received 40 acked 300").connection.state());
    }
    assertThat(reached).containsAll(EXITS.getOrDefault(state, Set.of()));
  }

  /** A connection that has come to that state, by migration 100 if it took part in one. */
  private static TimeLine in(ConnectionState state) {
    TimeLine script =
        state == IMPORTING
            ? new TimeLine()
            : state == RELAY ? TimeLine.imported(2, 7) : TimeLine.connected();
    switch (state) {
      case LOCAL -> script.client("1001:1101 ack 5001 GET /here");
      case DRAINING ->
          script.client("1001:1041 ack 5001 GET /here").client("1041:1101 ack 5001 GET /class0/x");
      case IMPORTING -> script.syn(100, 2, "1001 5001").listener(true);
      case RELAY ->
          script
              .client("1001:1101 ack 5001 GET /class1/x")
              .socket("ESTABLISHED")
              .acknowledged(100)
              .message(new SanMessage.Stored(100, FLOW));
      case CHECKING, WAIT, SHIPPING, FORWARD -> {
        script.client("1001:1101 ack 5001 GET /class0/x");
        if (state != CHECKING) {
          script.socket("ESTABLISHED");
        }
        if (state == SHIPPING || state == FORWARD) {
          script.acknowledged(100);
        }
        if (state == FORWARD) {
          script.message(new SanMessage.Stored(100, FLOW));
        }
      }
    }
    assertThat(script.connection.state()).isEqualTo(state);
    return script;
  }

  private static TimeLine backAt(ConnectionState state) {
    return in(state).syn(200, 3, "1101 5301").listener(false);
  }

  private static Consumer<TimeLine> event(String name) {
    Consumer<TimeLine> event = events().get(name);
    assertThat(event).isNotNull();
    return event == null ? script -> {} : event;
  }

  private static Map<String, Consumer<TimeLine>> events() {
    Map<String, Consumer<TimeLine>> events = new LinkedHashMap<>();
    events.put("data", s -> s.client("1101:1201 ack 5001"));
    events.put("a request", s -> s.server("5001:5301").client("1101:1201 ack 5301 GET /class0/y"));
    events.put("a pipelined request", s -> s.client("1101:1201 ack 5001 GET /class0/y"));
    events.put("data out of order", s -> s.client("1201:1301 ack 5001"));
    events.put("a retransmission", s -> s.client("1001:1101 ack 5001 GET /class0/x"));
    events.put("an ACK", s -> s.client("1101:1101 ack 5001"));
    events.put("a FIN", s -> s.client("F 1101:1101 ack 5001"));
    events.put("a RST", s -> s.client("R 1101:1101 ts off"));
    events.put("a new migration SYN", s -> s.syn(200, 3, "1101 5301"));
    events.put("this migration's SYN", s -> s.syn(100, 2, "1001 5001"));
    events.put("a new checkpoint", s -> s.checkpoint(200, "1001:1101 GET /y"));
    events.put("this migration's checkpoint", s -> s.checkpoint(100, "1001:1101 GET /y"));
    events.put("checkpoint, and a socket", EveryStateEveryEventTest::arrive);
    events.put("socket gone", TimeLine::socketGone);
    events.put("peer dead", TimeLine::peerDead);
    events.put("restart", EveryStateEveryEventTest::restart);
    events.put("queue read", TimeLine::queueRead);
    events.put("next deadline", s -> s.at(Math.min(s.connection.deadline(), 1_000_000)));
    events.put("all deadlines", EveryStateEveryEventTest::letTimePass);
    for (long id : new long[] {100, 200}) {
      String whose = id == 100 ? "this migration's " : "another migration's ";
      events.put(whose + "ack", s -> s.message(new SanMessage.Ack(id, FLOW)));
      events.put(
          whose + "reject", s -> s.message(new SanMessage.Reject(id, FLOW, RejectReason.NO_ROOM)));
      events.put(
          whose + "late reject",
          s -> s.message(new SanMessage.Reject(id, FLOW, RejectReason.ROOM_GONE)));
      events.put(whose + "stored", s -> s.message(new SanMessage.Stored(id, FLOW)));
      events.put(whose + "moved", s -> s.message(new SanMessage.Moved(id, FLOW, 1000, 2, 3)));
      events.put(whose + "following", s -> s.message(new SanMessage.Following(id, FLOW)));
      events.put(whose + "abort", s -> s.message(new SanMessage.Abort(id, FLOW)));
      events.put(whose + "query", s -> s.message(new SanMessage.Query(id, FLOW)));
      events.put(whose + "clean-up", s -> s.message(new SanMessage.CleanUp(id, FLOW)));
    }
    return events;
  }

  private static void restart(TimeLine script) {
    switch (script.connection.state()) {
      case DRAINING, CHECKING, WAIT, SHIPPING, FORWARD, RELAY -> script.restarted();
      case LOCAL, IMPORTING -> script.restarted("ESTABLISHED");
    }
  }

  /** This migration's checkpoint, and the socket that is made where it is awaited. */
  private static void arrive(TimeLine script) {
    script.checkpoint(100, "1001:1101 GET /y");
    if (script.actions().contains(Action.CREATE_SOCKET)) {
      script.socket("ESTABLISHED received 100");
    }
  }

  /** One state's deadlines, until it is left or there are no more. */
  private static void letTimePass(TimeLine script) {
    ConnectionState before = script.connection.state();
    for (int i = 0; i < 100 && script.connection.state() == before; i++) {
      script.at(Math.min(script.connection.deadline(), 1_000_000));
    }
  }
}
