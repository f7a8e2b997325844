package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.TimeLine.REST;
import static dev.mignet.tcpmig.machine.Verdict.ACCEPT;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections whose protocol nobody follows, which move when they have rested. */
class RestTest {
  private static final String RESTED = "silent 500 unheard 600";

  private final TimeLine script = TimeLine.connected(Protocol.TCP);

  @Test
  void what_has_rested_moves_from_where_its_socket_stands() {
    script.at(REST).rests("ESTABLISHED received 70 acked 90 " + RESTED);
    script.expect(CHECKING, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 70 acked 90 window 8192").expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1071:1071");
    assertThat(script.migration().start()).isEqualTo(1071);
    assertThat(script.migration().imposedAck()).isEqualTo(5091);
    assertThat(script.migration().window()).isEqualTo(8192);
    script.client("1071:1171 ack 5091 GET /anything").expect(WAIT, STORE);
    assertThat(script.checkpoint()).isEqualTo("1071:1171");
  }

  @Test
  void nobody_asks_the_socket_before_it_can_have_rested() {
    assertThat(script.at(REST - 1).mayHaveRested()).isFalse();
    assertThat(script.at(REST).mayHaveRested()).isTrue();
    script.rests("ESTABLISHED received 70 silent 100 unheard 300").expect(LOCAL);
    assertThat(script.at(2 * REST - 101).mayHaveRested()).isFalse();
    assertThat(script.at(2 * REST - 100).mayHaveRested()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ESTABLISHED received 70 acked 90 queue 10", // not acknowledged
        "ESTABLISHED received 70 acked 90 unread 5", // the server has not read it
        "CLOSE_WAIT received 71 acked 90",
        "NONE",
      })
  void what_is_not_idle_after_all_stays(String socket) {
    script.at(REST).rests("ESTABLISHED " + RESTED);
    script.socket(socket).expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.mayHaveRested()).isFalse();
  }

  @Test
  void what_is_closing_or_not_yet_open_is_looked_at_again_later() {
    script.at(REST).rests("SYN_RECV").expect(LOCAL);
    assertThat(script.mayHaveRested()).isFalse();
    script.at(2 * REST).rests("CLOSE_WAIT " + RESTED).expect(LOCAL);
    assertThat(script.mayHaveRested()).isFalse();
  }

  @Test
  void what_was_declined_rests_once_more_before_it_is_offered_again() {
    script.at(REST).rests("ESTABLISHED " + RESTED).socket("ESTABLISHED");
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.AT_CAPACITY));
    script.expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.at(2 * REST - 1).mayHaveRested()).isFalse();
    assertThat(script.at(2 * REST).mayHaveRested()).isTrue();
  }

  @Test
  void data_that_came_while_a_target_declined_reach_the_server_and_nothing_is_followed() {
    script.at(REST).rests("ESTABLISHED " + RESTED).socket("ESTABLISHED");
    script.client("1001:1101 ack 5001 GET /class0/x").expect(WAIT, STORE);
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.NO_ROOM));
    script.expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    script.client("1101:1201 ack 5001 GET /class0/y").expect(LOCAL, ACCEPT);
  }

  @Test
  void what_came_from_elsewhere_rests_here_and_moves_on() {
    TimeLine imported = TimeLine.imported(Protocol.TCP, 3, 7);
    assertThat(imported.at(REST).mayHaveRested()).isTrue();
    imported.rests("ESTABLISHED received 9 " + RESTED).expect(CHECKING, SUPPRESS, QUERY_SOCKET);
    imported.socket("ESTABLISHED received 9").expect(WAIT, SEND_SYN);
    assertThat(imported.migration().start()).isEqualTo(1010);
  }

  @Test
  void an_order_moves_it_at_any_quiet_moment() {
    script.order(3).expect(CHECKING, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 5").expect(WAIT, SEND_SYN);
  }
}
