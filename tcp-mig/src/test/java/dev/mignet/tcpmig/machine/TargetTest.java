package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.CREATE_SOCKET;
import static dev.mignet.tcpmig.machine.Action.DROP_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.QUERY_LISTENER;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.REMOVE;
import static dev.mignet.tcpmig.machine.Action.REPLAY;
import static dev.mignet.tcpmig.machine.Action.RESERVE;
import static dev.mignet.tcpmig.machine.Action.SEND_ACK;
import static dev.mignet.tcpmig.machine.Action.SEND_CLEAN_UP;
import static dev.mignet.tcpmig.machine.Action.SEND_REJECT;
import static dev.mignet.tcpmig.machine.Action.SEND_STORED;
import static dev.mignet.tcpmig.machine.Action.SEND_STORED_LATER;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.Action.UNTRACK;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.Verdict.HOLD;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private final TimeLine script = new TimeLine();

  @Test
  void a_connection_comes_and_is_served() {
    script.syn(7, 2, "1001 5001").expect(IMPORTING, RESERVE, QUERY_LISTENER);
    script.listener(true).expect(IMPORTING, SEND_ACK);
    script.checkpoint(7, "1001:1101 GET /class0/x").expect(IMPORTING, CREATE_SOCKET);
    script
        .socket("ESTABLISHED received 100")
        .expect(LOCAL, REPLAY, RELEASE_HELD, SEND_STORED_LATER);
    assertThat(script.checkpoint()).isEqualTo("1001:1101");
    assertThat(script.connection.importedFrom()).isEqualTo(2);
    assertThat(script.connection.importedBy()).isEqualTo(7);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
    assertThat(script.connection.handshake().unacknowledgedBase()).isEqualTo(5001);
    script.at(1_000_000).expectNothing();
    script.socketGone().expect(LOCAL, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void the_checkpoint_s_acknowledged_part_and_fin_are_kept_for_the_replay() {
    importing();
    script.checkpoint(7, "1001:1101 acked 8 FIN GET /class0/x");
    assertThat(script.checkpoint()).isEqualTo("1001:1101 acked 8 FIN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ESTABLISHED",
        "ESTABLISHED received 100 acked 300", // it has answered
        "TIME_WAIT", // and closed
        "CLOSE_WAIT received 101", // or seen the client's FIN
      })
  void a_socket_that_was_served_before_it_was_seen_has_come_all_the_same(String socket) {
    importing();
    script.checkpoint(7, "1001:1101 GET /class0/x").socket(socket);
    script.expect(LOCAL, REPLAY, RELEASE_HELD, SEND_STORED_LATER);
    assertThat(script.connection.migrations()).isEqualTo(1);
    assertThat(script.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  @Test
  void without_room_the_migration_is_declined() {
    script.syn(7, 2, "1001 5001").listener(false);
    script.expect(LOCAL, MARK_LOCAL, DROP_HELD, SEND_REJECT, REMOVE);
    assertThat(script.connection.rejectReason()).isEqualTo(RejectReason.NO_ROOM);
    assertThat(script.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "SYN_RECV"})
  void without_a_socket_the_connection_is_given_back(String socket) {
    importing();
    script.checkpoint(7, "1001:1101 GET /class0/x").socket(socket);
    script.expect(IMPORTING, SUPPRESS, DROP_HELD, SEND_REJECT);
    assertThat(script.connection.rejectReason()).isEqualTo(RejectReason.ROOM_GONE);
    // The initiator did not hear that, and sends its checkpoint again.
    script.checkpoint(7, "1001:1101 GET /class0/x").expect(IMPORTING, SEND_REJECT);
    assertThat(script.connection.rejectReason()).isEqualTo(RejectReason.ROOM_GONE);
  }

  @Test
  void what_the_initiator_still_forwards_of_a_connection_that_was_given_back_is_dropped() {
    importing();
    script.checkpoint(7, "1001:1101 GET /class0/x").socket("NONE");
    script.client("1101:1101 ack 5001").expect(IMPORTING, Verdict.DROP);
    script.client("1101:1201 ack 5001 GET /y").expect(IMPORTING, Verdict.DROP);
    script.message(new SanMessage.Abort(7, FLOW)).expect(IMPORTING);
    script.at(Timing.IMPORT).expect(LOCAL, UNTRACK, REMOVE);
  }

  @Test
  void a_connection_that_was_given_back_may_come_again_at_once() {
    importing();
    script.checkpoint(7, "1001:1101 GET /class0/x").socket("NONE");
    script.syn(8, 2, "1001 5001").expect(IMPORTING, RESERVE, QUERY_LISTENER);
    script.listener(true).expect(IMPORTING, SEND_ACK);
    script.checkpoint(8, "1001:1101 GET /class0/x").expect(IMPORTING, CREATE_SOCKET);
  }

  @Test
  void the_client_s_packets_wait_for_the_checkpoint() {
    importing();
    script.client("1101:1201 ack 5001").expect(IMPORTING, HOLD);
    script.client("R 1101:1101 ts off").expect(IMPORTING, HOLD);
  }

  @Test
  void a_request_that_waits_for_the_checkpoint_is_followed_so_that_its_connection_may_go_on() {
    importing();
    byte[] head = ScriptedSegment.data(100, "GET /class0/x");
    script.client("1051:1101 ack 5001", head, 50, 100);
    script.client("1101:1201 ack 5001 GET /y");
    script.checkpoint(7, "1001:1051", Arrays.copyOf(head, 50)).socket("ESTABLISHED");
    assertThat(script.connection.requests().passed()).isEqualTo(2);
    script.server("5001:5101").server("5101:5201");
    script
        .client("1201:1301 ack 5201 GET /class1/z")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
  }

  @Test
  void what_waited_for_a_checkpoint_that_never_came_is_forgotten() {
    importing();
    script.client("1101:1201 ack 5001 GET /x").message(new SanMessage.Abort(7, FLOW));
    importing();
    script.checkpoint(7, "1001:1001").socket("ESTABLISHED");
    assertThat(script.connection.requests().passed()).isZero();
  }

  @Test
  void a_syn_that_comes_twice_is_acknowledged_twice() {
    importing();
    script.syn(7, 2, "1001 5001").expect(IMPORTING, SEND_ACK);
  }

  @Test
  void a_window_that_changes_before_the_socket_is_made_is_the_one_that_it_is_made_with() {
    importing();
    script.client("1101:1101 ack 5001 win 77").expect(IMPORTING, Verdict.DROP);
    assertThat(script.migration().window()).isEqualTo(77);
    script.client("1101:1101 ack 4901 win 33").expect(IMPORTING, Verdict.DROP);
    assertThat(script.migration().window()).isEqualTo(77);
  }

  @Test
  void a_bare_ack_that_waited_in_the_queue_until_the_socket_was_there_is_dropped() {
    importing();
    script.checkpoint(7, "1001:1101 GET /class0/x").socket("ESTABLISHED received 100");
    script.client("1101:1101 ack 5001").expect(LOCAL, Verdict.DROP);
    script.client("1101:1101 ack 5101").expect(LOCAL, Verdict.ACCEPT);
  }

  @Test
  void another_migration_of_the_connection_replaces_the_one_that_hangs() {
    importing();
    script.syn(8, 3, "1101 5301").expect(IMPORTING, RESERVE, QUERY_LISTENER);
    assertThat(script.connection.peer()).isEqualTo(3);
    script.listener(true).expect(IMPORTING, SEND_ACK);
    script.checkpoint(7, "1001:1001").expect(IMPORTING, SEND_REJECT);
    script.checkpoint(8, "1101:1101").expect(IMPORTING, CREATE_SOCKET);
    script.socket("ESTABLISHED").expect(LOCAL, REPLAY, RELEASE_HELD, SEND_STORED_LATER);
    assertThat(script.connection.receiveNext()).isEqualTo(1101);
  }

  @Test
  void a_checkpoint_that_comes_twice_is_acknowledged_twice_and_replayed_once() {
    importing();
    script.checkpoint(7, "1001:1101 GET /class0/x").socket("ESTABLISHED received 100");
    script.checkpoint(7, "1001:1101 GET /class0/x").expect(LOCAL, SEND_STORED);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
  }

  @Test
  void a_syn_that_comes_after_its_checkpoint_is_an_old_duplicate() {
    importing();
    script.checkpoint(7, "1001:1101 GET /class0/x").socket("ESTABLISHED received 100");
    script.syn(7, 2, "1001 5001").expect(LOCAL);
    assertThat(script.connection.importedBy()).isEqualTo(7);
  }

  @Test
  void a_checkpoint_of_a_connection_that_never_came_is_given_back() {
    TimeLine connected = TimeLine.connected();
    connected.checkpoint(7, "1001:1101 GET /x").expect(LOCAL, SEND_REJECT);
    assertThat(connected.connection.rejectReason()).isEqualTo(RejectReason.ROOM_GONE);
  }

  @Test
  void an_initiator_that_gives_up_leaves_nothing_here() {
    importing();
    script.message(new SanMessage.Abort(8, FLOW)).expect(IMPORTING);
    script.message(new SanMessage.Abort(7, FLOW)).expect(LOCAL, MARK_LOCAL, DROP_HELD, REMOVE);
    script.message(new SanMessage.Abort(7, FLOW)).expect(LOCAL);
  }

  @Test
  void without_a_checkpoint_the_promise_ends_in_time() {
    importing();
    script.at(Timing.PROMISE - 1).expectNothing();
    script.at(Timing.PROMISE).expect(IMPORTING, SEND_ACK); // it may have been lost, or an abort
    script.until(Timing.IMPORT - 1).expectNothing();
    script.at(Timing.IMPORT).expect(LOCAL, MARK_LOCAL, DROP_HELD, REMOVE);
  }

  @Test
  void a_connection_on_its_way_out_takes_no_other_in() {
    TimeLine leaving = TimeLine.connected();
    leaving.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    leaving.syn(7, 2, "1001 5001").expect(WAIT, SEND_REJECT);
    assertThat(leaving.connection.rejectReason()).isEqualTo(RejectReason.BUSY);
    assertThat(leaving.connection.isMigration(100)).isTrue();
    assertThat(leaving.connection.peer()).isEqualTo(2);
  }

  @Test
  void a_socket_that_goes_while_importing_is_left_to_the_checkpoint_or_the_timer() {
    importing();
    script.socketGone().expect(IMPORTING);
  }

  private void importing() {
    script.syn(7, 2, "1001 5001").expect(IMPORTING, RESERVE, QUERY_LISTENER);
    script.listener(true).expect(IMPORTING, SEND_ACK);
  }
}
