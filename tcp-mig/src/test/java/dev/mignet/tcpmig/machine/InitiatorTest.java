package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.FORWARD_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_FORWARD;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.READ_QUEUE;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.RESET_SOCKET;
import static dev.mignet.tcpmig.machine.Action.SEND_CHECKPOINT;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.Action.WATCH;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.Verdict.ACCEPT;
import static dev.mignet.tcpmig.machine.Verdict.DROP;
import static dev.mignet.tcpmig.machine.Verdict.HOLD;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.san.SanMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitiatorTest {
  private final TimeLine script = TimeLine.connected();

  @Test
  void a_new_connection_s_first_request_migrates() {
    script
        .client("1001:1101 ack 5001 GET /class0/x")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("SYN_RECV").expect(WAIT, SEND_SYN);
    script.message(new SanMessage.Ack(100, FLOW)).expect(WAIT, MARK_FORWARD, READ_QUEUE);
    script.queueRead().expect(SHIPPING, FORWARD_HELD, SEND_CHECKPOINT);
    assertThat(script.connection.peer()).isEqualTo(2);
    assertThat(script.connection.receiveNext()).isEqualTo(1001);
    assertThat(script.checkpoint()).isEqualTo("1001:1101");
    script.message(new SanMessage.Stored(100, FLOW)).expect(FORWARD, RESET_SOCKET);
    script.at(1_000_000).expectNothing();
  }

  @Test
  void the_migration_syn_says_all_that_the_target_needs() {
    script.at(500);
    script.client("1001:1101 ack 5001 win 77 ts 640 70480 GET /class1/x");
    script.socket("ESTABLISHED rtt 4").expect(WAIT, SEND_SYN);
    // The clock of the simulated server is 500 ms on, and one more: the target answers later.
    assertThat(script.migration())
        .isEqualTo(
            new SanMessage.Syn(
                100, FLOW, 1000, 1001, 5001, 77, 70_500, 640, 1, 1, 0, 536, -1, -1, false, true,
                false, 4));
    assertThat(script.connection.peer()).isEqualTo(3);
  }

  @Test
  void requests_that_the_policy_leaves_here_pass() {
    script.client("1001:1101 ack 5001 GET /other").expect(LOCAL, ACCEPT);
    script.server("5001:5301").client("1101:1201 ack 5301 GET /here").expect(LOCAL, ACCEPT);
    assertThat(script.connection.requests().passed()).isEqualTo(2);
  }

  @Test
  void bare_acknowledgments_and_the_client_s_fin_pass() {
    script.client("1001:1001 ack 5001").expect(LOCAL, ACCEPT);
    script.client("F 1001:1001 ack 5001").expect(LOCAL, ACCEPT);
    script.client("R 1002:1002 ts off").expect(LOCAL, ACCEPT);
  }

  @Test
  void a_connection_whose_handshake_was_not_seen_stays() {
    TimeLine unseen = new TimeLine();
    unseen.syn().client("1001:1101 ack 5001 GET /class0/x").expect(LOCAL, ACCEPT);
    assertThat(unseen.mayMigrate(2)).isFalse();
  }

  @Test
  void a_keep_alive_connection_migrates_once_its_responses_are_acknowledged() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script
        .client("1101:1201 ack 5301 GET /class0/x")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 acked 300").expect(WAIT, SEND_SYN);
    assertThat(script.migration().start()).isEqualTo(1101);
    assertThat(script.migration().imposedAck()).isEqualTo(5301);
    assertThat(script.connection.receiveNext()).isEqualTo(1101);
    assertThat(script.checkpoint()).isEqualTo("1101:1201");
  }

  @Test
  void an_acknowledgment_that_waits_with_the_request_counts() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script.client("1101:1201 ack 5301 GET /class0/x");
    script.socket("ESTABLISHED received 100 acked 200 queue 100").expect(WAIT, SEND_SYN);
    assertThat(script.migration().imposedAck()).isEqualTo(5301);
  }

  @Test
  void a_request_behind_an_unanswered_one_passes_where_it_stays() {
    script.client("1001:1101 ack 5001 GET /here");
    script.client("1101:1201 ack 5001 GET /other").expect(LOCAL, ACCEPT, WATCH);
    script.client("1201:1301 ack 5001 GET /here").expect(LOCAL, ACCEPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLOSE_WAIT received 101 acked 300",
        "SYN_RECV",
        "TIME_WAIT",
        "NONE",
      })
  void a_server_that_is_going_keeps_its_connection(String socket) {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script
        .client("1101:1201 ack 5301 GET /class0/x")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket(socket).expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(2);
    script.server("5301:5601").client("1201:1301 ack 5601 GET /class0/y");
    script.socket("ESTABLISHED received 200 acked 600").expect(WAIT, SEND_SYN);
  }

  @Test
  void a_request_in_two_segments_migrates_with_its_acknowledged_part() {
    byte[] head = ScriptedSegment.data(100, "GET /class0/x");
    script.client("1001:1009 ack 5001", head, 0, 8).expect(LOCAL, ACCEPT);
    script
        .client("1009:1101 ack 5001", head, 8, 100)
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 8").expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1001:1101 acked 8");
    assertThat(script.migration().start()).isEqualTo(1001);
    assertThat(script.connection.receiveNext()).isEqualTo(1009);
  }

  @Test
  void in_wait_what_continues_the_request_is_stored_and_the_rest_is_held() {
    waiting();
    script.client("1101:1201 ack 5001").expect(WAIT, STORE);
    script.client("1301:1401 ack 5001").expect(WAIT, HOLD); // out of order
    script.client("1201:1201 ack 5001").expect(WAIT, HOLD); // nothing but an ACK
    script.client("1001:1101 ack 5001 GET /class0/x").expect(WAIT, DROP); // a retransmission
    script.client("1151:1201 ack 5001").expect(WAIT, DROP);
    script.client("1151:1251 ack 5001").expect(WAIT, HOLD); // half of it is new
    script.client("1201:1301 ack 5001").expect(WAIT, STORE);
    assertThat(script.checkpoint()).isEqualTo("1001:1301");
  }

  @Test
  void what_is_read_from_the_queue_after_the_acknowledgment_goes_with_the_checkpoint() {
    waiting();
    script.message(new SanMessage.Ack(100, FLOW)).expect(WAIT, MARK_FORWARD, READ_QUEUE);
    script.client("F 1101:1201 ack 5001").expect(WAIT, STORE);
    script.queueRead().expect(SHIPPING, FORWARD_HELD, SEND_CHECKPOINT);
    assertThat(script.checkpoint()).isEqualTo("1001:1201 FIN");
  }

  @Test
  void in_wait_the_client_s_fin_is_stored_and_its_retransmission_dropped() {
    waiting();
    script.client("F 1101:1201 ack 5001").expect(WAIT, STORE);
    script.client("F 1101:1201 ack 5001").expect(WAIT, DROP);
    script.client("F 1201:1201 ack 5001").expect(WAIT, DROP);
    assertThat(script.checkpoint()).isEqualTo("1001:1201 FIN");
  }

  @Test
  void in_wait_a_fin_ahead_of_missing_data_is_held() {
    waiting();
    script.client("F 1201:1201 ack 5001").expect(WAIT, HOLD);
    assertThat(script.checkpoint()).isEqualTo("1001:1101");
    script.client("1101:1201 ack 5001").expect(WAIT, STORE);
    script.client("F 1201:1201 ack 5001").expect(WAIT, STORE);
    assertThat(script.checkpoint()).isEqualTo("1001:1201 FIN");
  }

  @Test
  void a_fin_with_the_request_goes_with_the_checkpoint() {
    script
        .client("F 1001:1101 ack 5001 GET /class0/x")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED").expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1001:1101 FIN");
    script.client("F 1001:1101 ack 5001 GET /class0/x").expect(WAIT, DROP);
  }

  @Test
  void a_request_too_large_for_a_checkpoint_passes() {
    script.client("1001:61002 ack 5001 GET /class0/x").expect(LOCAL, ACCEPT);
    script.client("61002:61102 ack 5001").expect(LOCAL, ACCEPT);
  }

  @Test
  void in_wait_data_beyond_the_checkpoint_s_limit_are_held() {
    script.client("1001:50001 ack 5001 GET /class0/x").socket("ESTABLISHED");
    script.client("50001:61001 ack 5001").expect(WAIT, STORE);
    script.client("61001:61002 ack 5001").expect(WAIT, HOLD);
    assertThat(script.checkpoint()).isEqualTo("1001:61001");
  }

  @Test
  void a_post_migrates_with_what_has_come_of_its_body() {
    script.client("1001:1101 ack 5001 POST /class0/form Content-Length: 1000");
    script.socket("ESTABLISHED").expect(WAIT, SEND_SYN);
    script.client("1101:2101 ack 5001").expect(WAIT, STORE);
    assertThat(script.checkpoint()).isEqualTo("1001:2101");
  }

  @Test
  void a_connection_that_cannot_be_followed_stays() {
    script.client("1001:1101 ack 5001 CONNECT /here").server("5001:5301");
    script.client("1101:1201 ack 5301 GET /class0/x").expect(LOCAL, ACCEPT);
    assertThat(script.mayMigrate(2)).isFalse();
  }

  @Test
  void a_segment_without_timestamps_leaves_the_clocks_alone() {
    TimeLine high = new TimeLine();
    high.syn();
    // Half of all clocks stand in the upper half of their range, where 0 seems to be ahead.
    ScriptedSegment synAck = new ScriptedSegment("S 5000:5000 ack 1001", null, 0x9000_0000, 100);
    high.connection.handshake().synAck(synAck.view(), 0);
    high.client("1001:1001 ack 5001 ts 150 2415919105");
    high.client("R 990:990 ts off").expect(LOCAL, ACCEPT);
    assertThat(high.connection.handshake().clock(0)).isEqualTo(0x9000_0001);
    assertThat(high.connection.clientTsVal()).isEqualTo(150);
  }

  private void waiting() {
    script.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED").expect(WAIT, SEND_SYN);
  }
}
