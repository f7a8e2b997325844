package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.DRAINING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.ACKNOWLEDGE_SERVER;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.Action.WATCH;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Requests that the kernel has not held, because the policy leaves them here. */
class RequestsGoneByTest {
  private final TimeLine script = TimeLine.connected();

  @Test
  void the_request_after_them_takes_the_connection_along() {
    script.gone("1001:1101 ack 5001 GET /here").expect(LOCAL).server("5001:5301");
    script.gone("1101:1201 ack 5301 GET /other").expect(LOCAL).server("5301:5601");
    script
        .client("1201:1301 ack 5601 GET /class0/x")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 200 acked 600").expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1201:1301");
  }

  @Test
  void the_request_after_one_that_is_being_answered_waits_for_the_end() {
    script.gone("1001:1101 ack 5001 GET /here");
    script.client("1101:1201 ack 5001 GET /class0/x").expect(DRAINING, STORE, ACKNOWLEDGE_SERVER);
  }

  @Test
  void one_in_the_middle_of_a_response_has_all_that_follows_watched() {
    script.gone("1001:1101 ack 5001 GET /here").expect(LOCAL).server("5001:9001");
    script.gone("1101:1201 ack 6001 GET /here").expect(LOCAL, WATCH);
  }

  @Test
  void the_first_part_of_one_may_go_by_and_its_end_still_takes_the_connection_along() {
    byte[] request = "GET /class0/x HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    script.gone("1001:1011 ack 5001", request, 0, 10).expect(LOCAL);
    script.client("1011:1027 ack 5001", request, 10, request.length);
    script.expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 10 acked 0").expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1001:1027 acked 10");
  }

  @Test
  void one_whose_copy_was_lost_ties_the_connection_to_its_server() {
    script.client("1101:1201 ack 5301 GET /class0/x").expect(LOCAL, Verdict.ACCEPT);
    assertThat(script.mayMigrate(2)).isFalse();
  }

  @Test
  void one_that_was_sent_again_counts_once() {
    script.gone("1001:1101 ack 5001 GET /here");
    script.gone("1001:1101 ack 5001 GET /here").expect(LOCAL);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
  }
}
