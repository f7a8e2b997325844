package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.CREATE_SOCKET;
import static dev.mignet.tcpmig.machine.Action.DROP_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_FORWARD;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.REMOVE;
import static dev.mignet.tcpmig.machine.Action.RESERVE;
import static dev.mignet.tcpmig.machine.Action.RESET_SOCKET;
import static dev.mignet.tcpmig.machine.Action.SEND_ABORT;
import static dev.mignet.tcpmig.machine.Action.SEND_ACK;
import static dev.mignet.tcpmig.machine.Action.SEND_CLEAN_UP;
import static dev.mignet.tcpmig.machine.Action.SEND_GONE;
import static dev.mignet.tcpmig.machine.Action.SEND_QUERY;
import static dev.mignet.tcpmig.machine.Action.SEND_REJECT;
import static dev.mignet.tcpmig.machine.Action.SEND_STORED;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.Action.UNTRACK;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A daemon was killed and started again: what it held is lost, what its journal says goes on. And
 * what is asked for when a message may have been lost.
 */
class RestartTest {
  private final TimeLine script = TimeLine.connected();

  @Test
  void an_initiator_that_only_looked_at_the_socket_serves() {
    script.client("1001:1101 ack 5001 GET /class0/x");
    script.restarted().expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
  }

  @Test
  void an_initiator_that_waited_for_the_target_s_word_serves() {
    waiting();
    script.restarted().expect(LOCAL, MARK_LOCAL, RELEASE_HELD, SEND_ABORT);
  }

  @Test
  void an_initiator_whose_checkpoint_was_under_way_asks_what_became_of_it() {
    shipping();
    script.restarted().expect(SHIPPING, MARK_FORWARD, SEND_QUERY);
    script.at(200).expect(SHIPPING, SEND_QUERY);
    script.message(new SanMessage.Stored(100, FLOW)).expect(FORWARD, RESET_SOCKET);
  }

  @Test
  void an_initiator_whose_checkpoint_was_lost_with_it_serves_what_the_client_sends_again() {
    shipping();
    script.restarted();
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.ROOM_GONE));
    script.expect(LOCAL, MARK_LOCAL);
  }

  @Test
  void an_initiator_that_gets_no_answer_asks_less_often_until_the_target_counts_as_dead() {
    shipping();
    script.restarted();
    for (int i = 1; i <= 15; i++) {
      script.at(200L * i).expect(SHIPPING, SEND_QUERY);
    }
    script.at(3999).expectNothing();
    script.at(4000).expect(SHIPPING, SEND_QUERY);
    script.peerDead().expect(FORWARD, RESET_SOCKET, UNTRACK, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void what_was_forwarded_is_forwarded_on_and_asked_for() {
    forwarding();
    script.restarted().expect(FORWARD, MARK_FORWARD, SEND_QUERY);
    script.message(new SanMessage.Stored(100, FLOW)).expect(FORWARD);
    script.message(new SanMessage.CleanUp(100, FLOW)).expect(FORWARD, SEND_CLEAN_UP);
  }

  @Test
  void what_lingered_lingers_a_minute_from_the_restart_on() {
    forwarding();
    script.message(new SanMessage.CleanUp(100, FLOW));
    script.at(50_000).expectNothing().restarted();
    script.at(109_999).expectNothing();
    script.at(110_000).expect(FORWARD, UNTRACK, REMOVE);
  }

  @Test
  void what_was_forwarded_is_forgotten_where_its_addresses_have_a_new_connection() {
    forwarding();
    script.overtaken().expect(FORWARD, REMOVE);
  }

  @Test
  void a_forwarded_connection_whose_clean_up_was_lost_is_asked_for() {
    forwarding();
    script.asks().expect(FORWARD, SEND_QUERY);
    script.message(new SanMessage.CleanUp(100, FLOW)).expect(FORWARD, SEND_CLEAN_UP);
    script.asks().expect(FORWARD);
  }

  @Test
  void a_forwarded_connection_that_the_target_has_forgotten_is_closed() {
    forwarding();
    script.asks().message(new SanMessage.Reject(100, FLOW, RejectReason.ROOM_GONE));
    script.expect(FORWARD, SEND_CLEAN_UP);
    assertThat(script.connection.closed()).isTrue();
  }

  @Test
  void a_forwarded_connection_whose_node_is_dead_is_over_at_once() {
    forwarding();
    script.peerDead().expect(FORWARD, UNTRACK, SEND_CLEAN_UP, REMOVE);
    assertThat(script.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  @Test
  void a_closed_connection_lingers_whether_its_node_is_dead_or_not() {
    forwarding();
    script.message(new SanMessage.CleanUp(100, FLOW)).peerDead().expect(FORWARD);
    script.at(60_000).expect(FORWARD, UNTRACK, REMOVE);
  }

  @Test
  void a_target_that_had_promised_keeps_its_promise() {
    TimeLine target = new TimeLine();
    target.syn(7, 2, "1001 5001").listener(true);
    target.restarted("NONE").expect(IMPORTING, RESERVE, SEND_ACK);
    target.checkpoint(7, "1001:1101 GET /class0/x").expect(IMPORTING, CREATE_SOCKET);
  }

  @Test
  void a_target_whose_initiator_has_given_up_meanwhile_does_not_wait_for_it() {
    TimeLine target = new TimeLine();
    target.syn(7, 2, "1001 5001").listener(true).restarted("NONE");
    target.message(new SanMessage.Abort(7, FLOW)).expect(LOCAL, MARK_LOCAL, DROP_HELD, REMOVE);
  }

  @Test
  void a_target_whose_socket_was_just_made_serves() {
    TimeLine target = new TimeLine();
    target.syn(7, 2, "1001 5001").listener(true);
    target.restarted("ESTABLISHED").expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    target.checkpoint(7, "1001:1101 GET /class0/x").expect(LOCAL, SEND_STORED);
    target.socketGone().expect(LOCAL, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void a_target_serves_on_what_came() {
    TimeLine.imported(2, 7).restarted("ESTABLISHED").expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "TIME_WAIT"})
  void a_target_whose_socket_went_meanwhile_says_so(String socket) {
    TimeLine.imported(2, 7).restarted(socket).expect(LOCAL, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void a_query_is_answered_by_what_is_known_of_the_migration() {
    SanMessage.Query query = new SanMessage.Query(7, FLOW);
    TimeLine came = TimeLine.imported(2, 7);
    came.message(query).expect(LOCAL, SEND_STORED);
    came.syn().message(query).expect(LOCAL, SEND_GONE);

    TimeLine promised = new TimeLine();
    promised.syn(7, 2, "1001 5001").listener(true);
    promised.message(query).expect(IMPORTING, SUPPRESS, DROP_HELD, SEND_REJECT);
    assertThat(promised.connection.rejectReason()).isEqualTo(RejectReason.ROOM_GONE);

    script.message(query).expect(LOCAL, SEND_REJECT);
  }

  private void waiting() {
    script.client("1001:1101 ack 5001 GET /class0/x");
    assertThat(script.connection.state()).isEqualTo(CHECKING);
    script.socket("ESTABLISHED");
    assertThat(script.connection.state()).isEqualTo(WAIT);
  }

  private void shipping() {
    waiting();
    script.acknowledged(100);
    assertThat(script.connection.state()).isEqualTo(SHIPPING);
  }

  private void forwarding() {
    shipping();
    script.message(new SanMessage.Stored(100, FLOW));
    assertThat(script.connection.state()).isEqualTo(FORWARD);
  }
}
