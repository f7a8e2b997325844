package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.DROP_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.SEND_ABORT;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.Verdict.ACCEPT;
import static dev.mignet.tcpmig.machine.Verdict.DROP;
import static dev.mignet.tcpmig.machine.Verdict.HOLD;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.san.SanMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else may happen on a TCP connection while it moves. */
class EverythingTcpTest {
  /** It could begin a request. */
  private static final byte[] URGENT = {'X'};

  private final TimeLine script = TimeLine.connected();

  @Test
  void sequence_numbers_wrap_inside_a_request_and_in_the_wait_state() {
    // The client's numbers end at 2^32, 50 bytes into the request.
    TimeLine wrapping = TimeLine.connected(0xffff_ffccL);
    wrapping.client("4294967245:49 ack 5001 GET /class0/x");
    wrapping.expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    wrapping.socket("ESTABLISHED").expect(WAIT, SEND_SYN);
    wrapping.client("49:149 ack 5001").expect(WAIT, STORE);
    wrapping.client("4294967245:49 ack 5001 GET /class0/x").expect(WAIT, DROP);
    assertThat(wrapping.checkpoint()).isEqualTo("4294967245:149");
  }

  @Test
  void the_response_s_numbers_wrap() {
    TimeLine back = new TimeLine();
    back.syn(7, 2, "1001 -100").listener(true).checkpoint(7, "1001:1101 GET /here");
    back.socket("ESTABLISHED received 100");
    back.server("-100:200").client("1101:1201 ack 200 GET /class0/y");
    back.expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    back.socket("ESTABLISHED received 100 acked 300").expect(WAIT, SEND_SYN);
    assertThat(back.migration().imposedAck()).isEqualTo(200);
  }

  @Test
  void a_window_update_in_the_wait_state_waits_for_the_target() {
    script.client("1001:1101 ack 5001 win 0 GET /class0/x").socket("ESTABLISHED");
    assertThat(script.migration().window()).isZero(); // the target has to probe
    script.client("1101:1101 ack 5001 win 512").expect(WAIT, HOLD);
    script.acknowledged(100);
    script.client("1101:1101 ack 5001 win 1024").expect(SHIPPING, Verdict.FORWARD);
  }

  @Test
  void a_server_that_is_stopped_by_a_zero_window_is_not_done() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:9001");
    script.client("1101:1201 ack 6001 win 0 GET /class0/x");
    script.at(1).socket("ESTABLISHED received 100 acked 1000 queue 3000 silent 1");
    assertThat(script.actions()).isEmpty();
  }

  @Test
  void a_keep_alive_probe_changes_nothing_wherever_it_comes() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script.client("1100:1100 ack 5301").expect(LOCAL, ACCEPT);
    script.client("1100:1101 ack 5301").expect(LOCAL, ACCEPT); // with a byte, as some do
    script.order(2).socket("ESTABLISHED received 100 acked 300").expect(WAIT, SEND_SYN);
    script.client("1100:1100 ack 5301").expect(WAIT, HOLD); // the target answers it
    script.client("1100:1101 ack 5301").expect(WAIT, DROP);
    assertThat(script.checkpoint()).isEqualTo("1101:1101");
    script.acknowledged(100);
    script.client("1100:1100 ack 5301").expect(SHIPPING, Verdict.FORWARD);
  }

  @Test
  void a_fin_right_behind_the_request_goes_with_the_checkpoint() {
    script.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    script.client("F 1101:1101 ack 5001").expect(WAIT, STORE);
    assertThat(script.checkpoint()).isEqualTo("1001:1101 FIN");
    script.acknowledged(100);
    script.client("F 1101:1101 ack 5001").expect(SHIPPING, Verdict.FORWARD); // repeated
  }

  @Test
  void a_server_that_closes_at_the_same_time_keeps_its_connection() {
    script.client("1001:1101 ack 5001 GET /here").server("5001:5301");
    script.client("F 1101:1101 ack 5301").expect(LOCAL, ACCEPT);
    assertThat(script.mayMigrate(2)).isTrue();
    script.order(2).socket("CLOSE_WAIT received 101 acked 300");
    script.expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    script.socketGone().expect(LOCAL, Action.SEND_CLEAN_UP, Action.REMOVE);
  }

  @Test
  void a_fin_in_the_wait_state_is_given_back_when_the_target_declines() {
    script.client("F 1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    script.at(50).at(100).at(150).at(200).at(250);
    script.expect(LOCAL, MARK_LOCAL, RELEASE_HELD, SEND_ABORT);
  }

  @Test
  void a_client_s_reset_ends_a_connection_in_every_state() {
    script.client("R 1001:1001 ts off").expect(LOCAL, ACCEPT);
    script.client("1001:1101 ack 5001 GET /class0/x");
    script.client("R 1101:1101 ts off").expect(LOCAL, ACCEPT, MARK_LOCAL, DROP_HELD, SEND_ABORT);

    TimeLine waiting = TimeLine.connected();
    waiting.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    waiting.client("R 1101:1101 ts off").expect(LOCAL, ACCEPT, MARK_LOCAL, DROP_HELD, SEND_ABORT);

    TimeLine away = TimeLine.connected();
    away.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED").acknowledged(100);
    away.client("R 1101:1101 ts off").expect(SHIPPING, Verdict.FORWARD);
    away.message(new SanMessage.Stored(100, FLOW));
    away.client("R 1101:1101 ts off").expect(FORWARD, Verdict.FORWARD);

    TimeLine coming = new TimeLine();
    coming.syn(7, 2, "1001 5001").listener(true);
    coming.client("R 1001:1001 ts off").expect(IMPORTING, HOLD); // the new socket gets it
  }

  @Test
  void selective_acknowledgments_and_out_of_order_data_wait_as_they_came() {
    script.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    script.client("1301:1401 ack 5001").expect(WAIT, HOLD);
    script.client("1201:1301 ack 5001").expect(WAIT, HOLD);
    script.client("1101:1201 ack 5001").expect(WAIT, STORE);
    assertThat(script.checkpoint()).isEqualTo("1001:1201");
  }

  @ParameterizedTest
  @CsvSource({
    "1460, 10, true,  true,  true",
    "8960, 7,  true,  true,  false", // MTU 9000
    "1440, 14, false, true,  false",
    "536,  -1, false, false, false",
  })
  void a_connection_goes_on_with_what_both_ends_agreed_on(
      int mss, int scale, boolean sack, boolean timestamps, boolean ecn) {
    TimeLine came = new TimeLine();
    SanMessage.Syn syn =
        new SanMessage.Syn(
            7,
            FLOW,
            1000,
            1001,
            5001,
            64,
            70_000,
            100,
            2,
            1,
            0,
            mss,
            scale,
            scale,
            sack,
            timestamps,
            ecn,
            1);
    came.syn(syn, 2).listener(true).checkpoint(7, "1001:1001").socket("ESTABLISHED");
    came.order(3).socket("ESTABLISHED").expect(WAIT, SEND_SYN);
    SanMessage.Syn next = came.migration();
    assertThat(next.mss()).isEqualTo(mss);
    assertThat(next.clientWindowScale()).isEqualTo(scale);
    assertThat(next.serverWindowScale()).isEqualTo(scale);
    assertThat(next.sack()).isEqualTo(sack);
    assertThat(next.timestamps()).isEqualTo(timestamps);
    assertThat(next.ecn()).isEqualTo(ecn);
  }

  @Test
  void a_request_in_a_fast_open_syn_is_served_without_migration() {
    // Its 100 bytes came with the SYN (RFC 7413), past the queue.
    script.client("1101:1201 ack 5001 GET /class0/x").expect(LOCAL, ACCEPT);
    assertThat(script.mayMigrate(2)).isFalse();
  }

  @Test
  void urgent_data_tie_a_connection_down() {
    // The server leaves the byte out of the stream; in a checkpoint it would be one like any other.
    script.client("U 1001:1002 ack 5001", URGENT, 0, 1).expect(LOCAL, ACCEPT);
    script.client("1002:1102 ack 5001 GET /class0/x").expect(LOCAL, ACCEPT);
    assertThat(script.mayMigrate(2)).isFalse();
  }

  @Test
  void urgent_data_that_come_while_a_connection_moves_tie_it_down_where_it_goes() {
    TimeLine came = new TimeLine();
    came.syn(7, 2, "1001 5001").listener(true);
    came.client("U 1101:1102 ack 5001", URGENT, 0, 1).expect(IMPORTING, HOLD);
    came.client("1102:1202 ack 5001 GET /class0/x").expect(IMPORTING, HOLD);
    came.checkpoint(7, "1001:1101 GET /here").socket("ESTABLISHED received 100");
    assertThat(came.mayMigrate(3)).isFalse();
  }

  @Test
  void a_migration_syn_tells_the_server_s_clock_of_when_it_is_sent() {
    script.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED");
    assertThat(script.migration().clock()).isEqualTo(TimeLine.CLOCK);
    script.at(50).expect(WAIT, SEND_SYN); // the first was lost
    assertThat(script.migration().clock()).isEqualTo(TimeLine.CLOCK + 50);
  }

  @Test
  void timestamps_go_on_from_hop_to_hop() {
    TimeLine came = new TimeLine();
    came.at(1_000).syn(7, 2, "1001 5001").listener(true);
    came.at(1_001).checkpoint(7, "1001:1001").socket("ESTABLISHED");
    came.at(61_000).order(3).socket("ESTABLISHED").expect(WAIT, SEND_SYN);
    assertThat(came.migration().clock()).isEqualTo(TimeLine.CLOCK + 60_000);
  }
}
