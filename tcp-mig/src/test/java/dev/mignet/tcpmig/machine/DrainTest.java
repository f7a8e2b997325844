package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.DRAINING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.ACKNOWLEDGE_CLIENT;
import static dev.mignet.tcpmig.machine.Action.ACKNOWLEDGE_SERVER;
import static dev.mignet.tcpmig.machine.Action.DROP_HELD;
import static dev.mignet.tcpmig.machine.Action.FORWARD_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.REMOVE;
import static dev.mignet.tcpmig.machine.Action.RESUME;
import static dev.mignet.tcpmig.machine.Action.SEND_CHECKPOINT;
import static dev.mignet.tcpmig.machine.Action.SEND_CLEAN_UP;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.Action.WATCH;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.Verdict.ACCEPT;
import static dev.mignet.tcpmig.machine.Verdict.DROP;
import static dev.mignet.tcpmig.machine.Verdict.HOLD;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is to move comes while its server still owes the client something. */
class DrainTest {
  private static final String DONE = "ESTABLISHED received 100 acked 300";

  private final TimeLine script = TimeLine.connected();

  @Test
  void a_request_behind_an_unanswered_one_waits_and_then_takes_the_connection_along() {
    draining();
    script.at(1).expect(DRAINING); // nothing has been answered: the socket need not be asked
    script.server("5001:5301");
    script.at(2).expect(DRAINING, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 acked 200 queue 100").expect(DRAINING);
    script.at(3).expect(DRAINING, QUERY_SOCKET);
    script.socket(DONE).expect(CHECKING, SUPPRESS, QUERY_SOCKET);
    script.socket(DONE).expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1101:1201");
    assertThat(script.migration().imposedAck()).isEqualTo(5301);
    assertThat(script.connection.receiveNext()).isEqualTo(1101);
    script.acknowledged(100).expect(SHIPPING, FORWARD_HELD, SEND_CHECKPOINT);
  }

  @Test
  void a_request_that_comes_before_all_of_the_response_is_acknowledged_waits() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script.client("1101:1201 ack 5250 GET /class0/y").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ESTABLISHED received 100 acked 299", // a byte of the response was never written
        "ESTABLISHED received 100 acked 300 queue 1", // the server is writing more
        "ESTABLISHED received 99 acked 300", // a byte of the last request has not come
        "ESTABLISHED received 100 acked 300 unread 1", // or has not been read
      })
  void a_server_that_owes_something_is_waited_for(String socket) {
    draining();
    script.server("5001:5301");
    script.at(1).socket(socket).expect(DRAINING);
    script.at(2).socket(DONE).expect(CHECKING, SUPPRESS, QUERY_SOCKET);
  }

  @Test
  void a_socket_that_owes_something_although_all_is_acknowledged_is_waited_for() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script
        .client("1101:1201 ack 5301 GET /class0/x")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script
        .socket("ESTABLISHED received 100 acked 300 queue 1")
        .expect(DRAINING, MARK_LOCAL, ACKNOWLEDGE_SERVER);
    script.at(1).expect(DRAINING, QUERY_SOCKET);
    script.socket(DONE).socket(DONE).expect(WAIT, SEND_SYN);
  }

  @Test
  void what_turns_out_busy_once_nothing_leaves_any_more_is_waited_for_again() {
    draining();
    script.server("5001:5301").at(1).socket(DONE).expect(CHECKING, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 acked 300 queue 1").expect(DRAINING, MARK_LOCAL);
    script.at(2).expect(DRAINING, QUERY_SOCKET);
    script.socket(DONE).socket(DONE).expect(WAIT, SEND_SYN);
  }

  @Test
  void two_requests_that_passed_must_both_be_answered() {
    script.client("1001:1101 ack 5001 GET /here");
    script.client("1101:1201 ack 5001 GET /here/too").expect(LOCAL, ACCEPT, WATCH);
    script.client("1201:1301 ack 5001 GET /class0/x").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
    script.server("5001:5301").at(1).expect(DRAINING);
    script.server("5301:5601").at(2).expect(DRAINING, QUERY_SOCKET);
    script.socket("ESTABLISHED received 200 acked 600").expect(CHECKING, SUPPRESS, QUERY_SOCKET);
  }

  @Test
  void two_responses_in_one_segment_are_two() {
    String small = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    script.client("1001:1101 ack 5001 GET /here");
    script.client("1101:1201 ack 5001 GET /here/too").expect(LOCAL, ACCEPT, WATCH);
    script.client("1201:1301 ack 5001 GET /class0/x");
    script.server(5001, small + small).at(1).expect(DRAINING, QUERY_SOCKET);
  }

  @Test
  void a_chunked_response_is_waited_for_to_its_last_chunk() {
    draining();
    script.server(5001, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npart1\r\n");
    script.at(10).expect(DRAINING);
    script.server(5058, "0\r\n\r\n").at(20).expect(DRAINING, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 acked 62").expect(CHECKING, SUPPRESS, QUERY_SOCKET);
  }

  @Test
  void an_interim_response_answers_nothing() {
    draining();
    script.server(5001, "HTTP/1.1 100 Continue\r\n\r\n").at(1).expect(DRAINING);
  }

  @Test
  void a_response_to_head_has_no_body_to_wait_for() {
    script.client("1001:1101 ack 5001 HEAD /here");
    script.client("1101:1201 ack 5001 GET /class0/x").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
    script.server(5001, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n").at(1);
    script.socket("ESTABLISHED received 100 acked 41").expect(CHECKING, SUPPRESS, QUERY_SOCKET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 9999\r\n\r\n"
      })
  void a_response_without_a_body_ends_with_its_head(String head) {
    draining();
    script.server(5001, head).at(1).expect(DRAINING, QUERY_SOCKET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\n\r\n", // until the connection closes
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
      })
  void a_response_whose_end_will_never_be_known_is_not_waited_for(String head) {
    draining();
    script.server(5001, head).at(1).expect(LOCAL, WATCH, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(2);
    script.client("1201:1301 ack 5001 GET /class0/y").expect(LOCAL, ACCEPT);
  }

  @Test
  void an_upgrade_that_is_not_granted_is_waited_for_like_any_response() {
    script.client("1001:1101 ack 5001 GET /here Upgrade: h2c");
    script.client("1101:1201 ack 5001 GET /class0/x").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
    script.server("5001:5301").at(1).expect(DRAINING, QUERY_SOCKET);
  }

  @Test
  void all_that_the_client_sends_meanwhile_is_held_and_its_acknowledgments_pass() {
    draining();
    script.client("1201:1301 ack 5100 GET /y").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
    script.client("1401:1501 ack 5100").expect(DRAINING, HOLD, ACKNOWLEDGE_SERVER); // a gap
    script
        .client("1101:1201 ack 5200 GET /class0/x")
        .expect(DRAINING, DROP, ACKNOWLEDGE_SERVER); // a retransmission
    script.client("1301:1301 ack 5300").expect(DRAINING, ACCEPT);
    script.client("F 1301:1401 ack 5300").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
    assertThat(script.checkpoint()).isEqualTo("1101:1401 FIN");
  }

  @Test
  void a_silent_server_s_client_gets_its_acknowledgment_after_40_ms() {
    draining();
    script.at(39).expect(DRAINING);
    script.at(43).expect(DRAINING, WATCH, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 silent 43").expect(DRAINING, ACKNOWLEDGE_CLIENT);
    script.at(500).expect(DRAINING, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 silent 500").expect(DRAINING);
    script.server("5001:5301").at(1000).expect(DRAINING, QUERY_SOCKET);
    script.socket(DONE).socket(DONE).expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1101:1201 acked 100");
    assertThat(script.connection.receiveNext()).isEqualTo(1101); // the socket has not had them
  }

  @Test
  void what_comes_later_is_acknowledged_after_40_ms_of_its_own() {
    draining();
    script.at(50).expect(DRAINING, WATCH, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 silent 50").expect(DRAINING, ACKNOWLEDGE_CLIENT);
    script.client("1201:1301 ack 5001 GET /y");
    script.at(80).socket("ESTABLISHED received 100 silent 80").expect(DRAINING);
    script.at(90).socket("ESTABLISHED received 100 silent 90");
    script.expect(DRAINING, ACKNOWLEDGE_CLIENT);
    assertThat(script.checkpoint()).isEqualTo("1101:1301 acked 200");
  }

  @Test
  void behind_a_server_that_is_sending_a_request_is_served_here_before_the_client_repeats_it() {
    draining();
    script.server("5001:95001");
    script.at(140).socket("ESTABLISHED received 100 acked 9 queue 9 silent 99").expect(DRAINING);
    script.at(150).socket("ESTABLISHED received 100 acked 9 queue 9 silent 0");
    script.expect(LOCAL, WATCH, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(2);
    assertThat(script.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  @Test
  void what_cannot_be_acknowledged_because_of_a_gap_is_served_here() {
    draining();
    script.client("1301:1401 ack 5001");
    script.at(50).socket("ESTABLISHED received 100 silent 50").expect(DRAINING);
    script.at(150).socket("ESTABLISHED received 100 silent 150");
    script.expect(LOCAL, WATCH, RELEASE_HELD);
  }

  @Test
  void a_response_that_was_not_followed_so_far_is_not_waited_for_longer_than_the_client_waits() {
    draining();
    script.server(5001, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npart1\r\n");
    // There was another chunk, and the last one may have been among what nobody saw.
    script.at(50).socket("ESTABLISHED received 100 acked 200 silent 50").expect(DRAINING);
    script.at(150).socket("ESTABLISHED received 100 acked 200 silent 150");
    script.expect(LOCAL, WATCH, RELEASE_HELD);
  }

  @Test
  void looks_become_rarer_the_longer_it_takes() {
    draining();
    assertThat(script.connection.deadline()).isEqualTo(1);
    script.at(16);
    assertThat(script.connection.deadline()).isEqualTo(18);
    script.at(10_000);
    assertThat(script.connection.deadline()).isEqualTo(10_032);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "CLOSE_WAIT received 101", "TIME_WAIT"})
  void a_server_that_closes_gets_what_was_held(String socket) {
    draining();
    script.server("5001:5301").at(1).socket(socket).expect(LOCAL, WATCH, RELEASE_HELD);
  }

  @Test
  void a_client_that_resets_takes_back_what_it_has_sent() {
    draining();
    script.client("R 1201:1201 ts off").expect(LOCAL, ACCEPT, DROP_HELD);
    script.at(1_000_000).expectNothing();
  }

  @Test
  void a_socket_that_goes_takes_what_was_held_along() {
    draining();
    script.socketGone().expect(LOCAL, DROP_HELD, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void a_rejected_connection_gets_what_was_held() {
    drainedAndWaiting();
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.NO_ROOM));
    script.expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(2);
    assertThat(script.connection.drain().on()).isFalse();
  }

  @Test
  void a_connection_that_is_given_back_resumes_with_what_its_socket_has_not_had() {
    draining();
    script.at(50).socket("ESTABLISHED received 100 silent 50");
    script.server("5001:5301").at(60).socket(DONE).socket(DONE).acknowledged(100);
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.ROOM_GONE));
    script.expect(LOCAL, MARK_LOCAL, RESUME);
    assertThat(script.checkpoint()).isEqualTo("1101:1201 acked 100");
    assertThat(script.connection.receiveNext()).isEqualTo(1101);
  }

  @Test
  void a_draining_connection_takes_no_other_in_and_is_not_ordered_away() {
    draining();
    script.syn(7, 2, "1001 5001").expect(DRAINING, Action.SEND_REJECT);
    assertThat(script.connection.rejectReason()).isEqualTo(RejectReason.BUSY);
    assertThat(script.mayMigrate(3)).isFalse();
  }

  @Test
  void urgent_data_are_left_alone() {
    draining();
    script.client("U 1201:1301 ack 5001").expect(DRAINING, HOLD, ACKNOWLEDGE_SERVER);
    assertThat(script.checkpoint()).isEqualTo("1101:1201");
  }

  private void draining() {
    script.client("1001:1101 ack 5001 GET /here");
    script.client("1101:1201 ack 5001 GET /class0/x").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
  }

  private void drainedAndWaiting() {
    draining();
    script.server("5001:5301").at(1).socket(DONE).socket(DONE).expect(WAIT, SEND_SYN);
  }
}
