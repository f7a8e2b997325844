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
import static dev.mignet.tcpmig.machine.TimeLine.SELF;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that somebody moves by hand, without a request. */
class OrderedMigrationTest {
  private final TimeLine script = TimeLine.connected();

  @Test
  void an_idle_connection_moves_with_an_empty_checkpoint() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301").client("1101:1101 ack 5301");
    script.order(3).expect(CHECKING, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED received 100 acked 300 window 8192").expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1101:1101");
    assertThat(script.migration().start()).isEqualTo(1101);
    assertThat(script.migration().imposedAck()).isEqualTo(5301);
    assertThat(script.migration().window()).isEqualTo(8192);
    script.client("1101:1201 ack 5301 GET /here/y").expect(WAIT, STORE);
    assertThat(script.checkpoint()).isEqualTo("1101:1201");
  }

  @Test
  void a_connection_that_has_not_said_anything_moves() {
    script.order(2).socket("SYN_RECV").expect(WAIT, SEND_SYN);
    assertThat(script.migration().start()).isEqualTo(1001);
    assertThat(script.migration().imposedAck()).isEqualTo(5001);
    assertThat(script.migration().window()).isEqualTo(64240);
  }

  @Test
  void a_connection_that_has_not_said_anything_moves_without_the_clock_of_one_before() {
    script.client("1001:1101 ack 5001 GET /here").syn().synAck();
    script.order(2).socket("SYN_RECV").expect(WAIT, SEND_SYN);
    assertThat(script.migration().clientTsVal()).isZero();
  }

  @Test
  void a_partial_request_moves_as_acknowledged() {
    byte[] head = ScriptedSegment.data(100, "GET /here");
    script.client("1001:1051 ack 5001", head, 0, 50);
    script.order(2).socket("ESTABLISHED received 50").expect(WAIT, SEND_SYN);
    assertThat(script.checkpoint()).isEqualTo("1001:1051 acked 50");
    assertThat(script.connection.receiveNext()).isEqualTo(1051);
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.BUSY));
    script.client("1051:1101 ack 5001", head, 50, 100);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ESTABLISHED received 100 acked 200 queue 100", // not acknowledged
        "ESTABLISHED received 100 acked 200", // not written
        "ESTABLISHED received 101 acked 300", // data that came past the queue
        "CLOSE_WAIT received 101 acked 300",
        "NONE",
      })
  void a_busy_connection_stays(String socket) {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script.order(2).socket(socket).expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
  }

  @Test
  void a_reject_after_data_came_leaves_the_stream_in_order() {
    script.order(2).socket("ESTABLISHED");
    script.client("1001:1101 ack 5001 GET /class0/x").expect(WAIT, STORE);
    script
        .message(new SanMessage.Reject(100, FLOW, RejectReason.NO_ROOM))
        .expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
    assertThat(script.connection.requests().pendingStart()).isEqualTo(1101);
  }

  @Test
  void a_connection_moves_only_from_here_to_elsewhere() {
    assertThat(script.mayMigrate(SELF)).isFalse();
    assertThat(script.mayMigrate(2)).isTrue();
    for (ConnectionState state : ConnectionState.values()) {
      script.connection.enter(state);
      assertThat(script.mayMigrate(2)).isEqualTo(state == LOCAL);
    }
  }

  @Test
  void a_partial_request_larger_than_a_checkpoint_stays() {
    script.client("1001:2001 ack 5001 GET /here ...");
    int sequence = 2001;
    while (sequence - 1001 <= Checkpoint.LIMIT) {
      assertThat(script.mayMigrate(2)).isTrue();
      script.client(sequence + ":" + (sequence + 1000) + " ack 5001");
      sequence += 1000;
    }
    assertThat(script.mayMigrate(2)).isFalse();
  }
}
