package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.RELAY;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.CREATE_SOCKET;
import static dev.mignet.tcpmig.machine.Action.FORWARD_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_FORWARD;
import static dev.mignet.tcpmig.machine.Action.QUERY_LISTENER;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.REMOVE;
import static dev.mignet.tcpmig.machine.Action.REPLAY;
import static dev.mignet.tcpmig.machine.Action.RESERVE;
import static dev.mignet.tcpmig.machine.Action.RESET_SOCKET;
import static dev.mignet.tcpmig.machine.Action.SEND_ACK;
import static dev.mignet.tcpmig.machine.Action.SEND_CLEAN_UP;
import static dev.mignet.tcpmig.machine.Action.SEND_MOVED;
import static dev.mignet.tcpmig.machine.Action.SEND_REJECT;
import static dev.mignet.tcpmig.machine.Action.SEND_STORED;
import static dev.mignet.tcpmig.machine.Action.SEND_STORED_LATER;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.Action.UNTRACK;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.TimeLine.SELF;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.SanMessage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that moves on, comes back, and ends; this node is A, node 2 is B, node 3 is C. */
class RepeatedMigrationTest {
  private final TimeLine script = TimeLine.connected();

  @Test
  void a_connection_that_went_to_b_comes_back_and_goes_again() {
    forwarding();
    comeBack(7);
    assertThat(script.connection.importedFrom()).isEqualTo(2);
    script.server("5301:5601").client("1201:1301 ack 5601 GET /class0/z");
    script.expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 acked 300").expect(WAIT, SEND_SYN);
    assertThat(script.migration().id()).isEqualTo(101);
    assertThat(script.migration().imposedAck()).isEqualTo(5601);
    assertThat(script.connection.receiveNext()).isEqualTo(1201);
  }

  @Test
  void a_connection_that_came_may_go_on_to_c() {
    TimeLine came = TimeLine.imported(2, 7);
    came.client("1001:1101 ack 5001 GET /class1/x").expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    came.socket("ESTABLISHED").expect(WAIT, SEND_SYN);
    assertThat(came.connection.peer()).isEqualTo(3);
    came.acknowledged(100).message(new SanMessage.Stored(100, FLOW));
    came.expect(RELAY, RESET_SOCKET, SEND_MOVED);
    assertThat(came.connection.importedFrom()).isEqualTo(2);
    came.message(new SanMessage.CleanUp(100, FLOW)).expect(RELAY, SEND_CLEAN_UP);
  }

  @Test
  void the_clock_goes_on_from_the_migration_syn_however_late_the_checkpoint_comes() {
    TimeLine came = new TimeLine();
    came.at(30).syn(7, 2, "1001 5001").listener(true);
    came.at(80).checkpoint(7, "1001:1001").socket("ESTABLISHED");
    came.at(100).order(3).socket("ESTABLISHED").expect(WAIT, SEND_SYN);
    // The migration SYN brought its clock at 30.
    assertThat(came.migration().clock()).isEqualTo(TimeLine.CLOCK + 70);
  }

  @Test
  void a_partial_request_that_came_migrates_on_with_its_acknowledged_part() {
    TimeLine came = new TimeLine();
    byte[] head = ScriptedSegment.data(100, "GET /class1/x");
    came.syn(7, 2, "1001 5001").listener(true);
    came.checkpoint(7, "1001:1009 acked 3", Arrays.copyOf(head, 8)).socket("ESTABLISHED");
    assertThat(came.connection.requests().pendingPassed()).isEqualTo(8);
    came.client("1009:1101 ack 5001", head, 8, 100).expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    came.socket("ESTABLISHED received 8").expect(WAIT, SEND_SYN);
    assertThat(came.checkpoint()).isEqualTo("1001:1101 acked 8");
  }

  @Test
  void an_import_without_room_goes_back_to_forwarding() {
    forwarding();
    script.syn(7, 2, "1101 5301").expect(IMPORTING, RESERVE, QUERY_LISTENER);
    script.listener(false).expect(FORWARD, MARK_FORWARD, FORWARD_HELD, SEND_REJECT);
    stillForwards();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "SYN_RECV"})
  void an_import_without_a_socket_goes_back_to_forwarding(String socket) {
    forwarding();
    script.syn(7, 2, "1101 5301").listener(true).checkpoint(7, "1101:1201 GET /here/y");
    script.socket(socket).expect(FORWARD, MARK_FORWARD, FORWARD_HELD, SEND_REJECT);
    script.checkpoint(7, "1101:1201 GET /here/y").expect(FORWARD, SEND_REJECT);
    stillForwards();
  }

  @Test
  void an_import_that_is_aborted_goes_back_to_forwarding() {
    forwarding();
    script.syn(7, 3, "1101 5301").listener(true).expect(IMPORTING, SEND_ACK);
    script.message(new SanMessage.Abort(7, FLOW)).expect(FORWARD, MARK_FORWARD, FORWARD_HELD);
    stillForwards();
  }

  @Test
  void an_import_without_a_checkpoint_goes_back_to_forwarding() {
    forwarding();
    script.syn(7, 3, "1101 5301").listener(true);
    script.until(Timing.IMPORT).expect(FORWARD, MARK_FORWARD, FORWARD_HELD);
    stillForwards();
  }

  @Test
  void an_import_that_is_replaced_and_fails_goes_back_to_forwarding() {
    forwarding();
    script.syn(7, 3, "1101 5301").listener(true).syn(8, 3, "1101 5301");
    script.listener(false).expect(FORWARD, MARK_FORWARD, FORWARD_HELD, SEND_REJECT);
    stillForwards();
  }

  @Test
  void a_connection_that_comes_back_while_its_arrival_is_not_confirmed_has_arrived() {
    script.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    script.acknowledged(100);
    assertThat(script.connection.state()).isEqualTo(SHIPPING);
    comeBack(7);
    assertThat(script.actionsBefore()).containsExactly(RESET_SOCKET);
    script.message(new SanMessage.Stored(100, FLOW)).expect(LOCAL);
  }

  @Test
  void a_duplicate_of_the_syn_that_brought_it_is_ignored_after_it_has_moved_on() {
    TimeLine came = TimeLine.imported(2, 7);
    came.client("1001:1101 ack 5001 GET /class1/x").socket("ESTABLISHED");
    came.acknowledged(100);
    came.syn(7, 2, "1001 5001").expect(SHIPPING);
    assertThat(came.actionsBefore()).isEmpty();
    came.message(new SanMessage.Stored(100, FLOW));
    came.syn(7, 2, "1001 5001").expect(RELAY);
    assertThat(came.connection.peer()).isEqualTo(3);
    assertThat(came.connection.isMigration(100)).isTrue();
  }

  @Test
  void a_checkpoint_that_is_repeated_after_the_connection_has_come_back_is_acknowledged() {
    TimeLine came = TimeLine.imported(2, 7);
    came.client("1001:1101 ack 5001 GET /class1/x").socket("ESTABLISHED");
    came.acknowledged(100).message(new SanMessage.Stored(100, FLOW));
    came.syn(8, 3, "1101 5301", 2, 3).listener(true);
    came.checkpoint(8, "1101:1201 GET /here")
        .socket("ESTABLISHED")
        .expect(LOCAL, REPLAY, RELEASE_HELD, SEND_STORED_LATER);
    came.checkpoint(7, "1001:1001").expect(LOCAL, SEND_STORED);
    came.syn(7, 2, "1001 5001").expect(LOCAL);
  }

  @Test
  void a_closed_connection_s_entry_lingers_and_goes() {
    forwarding();
    script.at(5_000).message(new SanMessage.CleanUp(99, FLOW)).expect(FORWARD);
    script.message(new SanMessage.CleanUp(100, FLOW)).expect(FORWARD, SEND_CLEAN_UP);
    script.at(6_000).message(new SanMessage.CleanUp(100, FLOW)).expect(FORWARD);
    script.client("1101:1101 ack 5301").expect(FORWARD, Verdict.FORWARD);
    script.at(5_000 + Timing.LINGER - 1).expectNothing();
    script.at(5_000 + Timing.LINGER).expect(FORWARD, UNTRACK, REMOVE);
  }

  @Test
  void a_clean_up_says_that_the_checkpoint_has_come_too() {
    script.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    script.acknowledged(100);
    script.message(new SanMessage.CleanUp(100, FLOW)).expect(FORWARD, RESET_SOCKET, SEND_CLEAN_UP);
    script.at(Timing.RETRANSMIT_CHECKPOINT).expectNothing();
    script.at(Timing.LINGER).expect(FORWARD, UNTRACK, REMOVE);
  }

  @Test
  void a_new_connection_with_the_addresses_of_a_closed_one_that_lingers_is_open() {
    forwarding();
    script.message(new SanMessage.CleanUp(100, FLOW));
    comeBack(7);
    assertThat(script.connection.closed()).isFalse();
    script.server("5301:5601").client("1201:1301 ack 5601 GET /class0/z");
    script.socket("ESTABLISHED received 100 acked 300");
    script.acknowledged(101).message(new SanMessage.Stored(101, FLOW));
    script.at(30_000).message(new SanMessage.CleanUp(101, FLOW)).expect(FORWARD, SEND_CLEAN_UP);
    script.at(30_000 + Timing.LINGER).expect(FORWARD, UNTRACK, REMOVE);
  }

  @Test
  void a_closed_entry_goes_in_time_although_an_import_in_its_place_failed() {
    forwarding();
    script.message(new SanMessage.CleanUp(100, FLOW));
    script.at(1_000).syn(7, 3, "1101 5301").listener(false);
    script.expect(FORWARD, MARK_FORWARD, FORWARD_HELD, SEND_REJECT);
    script.at(Timing.LINGER).expect(FORWARD, UNTRACK, REMOVE);
  }

  @Test
  void an_import_in_a_closed_entry_s_place_has_its_own_time() {
    forwarding();
    script.message(new SanMessage.CleanUp(100, FLOW));
    script.syn(7, 3, "1101 5301").listener(true).expect(IMPORTING, SEND_ACK);
    assertThat(script.connection.closed()).isFalse();
    script.until(Timing.IMPORT).expect(FORWARD, MARK_FORWARD, FORWARD_HELD);
    assertThat(script.connection.closed()).isTrue();
    script.at(Timing.LINGER).expect(FORWARD, UNTRACK, REMOVE);
  }

  private void forwarding() {
    script.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    script.acknowledged(100).message(new SanMessage.Stored(100, FLOW));
    script.expect(FORWARD, RESET_SOCKET);
  }

  /** Back from B, with a request for this node. */
  private void comeBack(long id) {
    script.syn(id, 2, "1101 5301", SELF, 2).expect(IMPORTING, RESERVE, QUERY_LISTENER);
    script.listener(true).expect(IMPORTING, SEND_ACK);
    script.checkpoint(id, "1101:1201 GET /here/y").expect(IMPORTING, CREATE_SOCKET);
    script.socket("ESTABLISHED").expect(LOCAL, REPLAY, RELEASE_HELD, SEND_STORED_LATER);
  }

  private void stillForwards() {
    assertThat(script.connection.peer()).isEqualTo(2);
    assertThat(script.connection.isMigration(100)).isTrue();
    assertThat(script.connection.deadline()).isEqualTo(Connection.NEVER);
    script.client("1101:1201 ack 5301").expect(FORWARD, Verdict.FORWARD);
    script.message(new SanMessage.CleanUp(100, FLOW)).expect(FORWARD, SEND_CLEAN_UP);
  }
}
