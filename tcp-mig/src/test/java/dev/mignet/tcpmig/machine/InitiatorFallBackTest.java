package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.DROP_HELD;
import static dev.mignet.tcpmig.machine.Action.FORWARD_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_FORWARD;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.QUERY_SOCKET;
import static dev.mignet.tcpmig.machine.Action.READ_QUEUE;
import static dev.mignet.tcpmig.machine.Action.REFUSE_ENDPOINT;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.REMOVE;
import static dev.mignet.tcpmig.machine.Action.RESET_SOCKET;
import static dev.mignet.tcpmig.machine.Action.RESUME;
import static dev.mignet.tcpmig.machine.Action.SEND_ABORT;
import static dev.mignet.tcpmig.machine.Action.SEND_CHECKPOINT;
import static dev.mignet.tcpmig.machine.Action.SEND_CLEAN_UP;
import static dev.mignet.tcpmig.machine.Action.SEND_QUERY;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.Action.UNTRACK;
import static dev.mignet.tcpmig.machine.Action.WATCH;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.Verdict.ACCEPT;
import static dev.mignet.tcpmig.machine.Verdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import org.junit.jupiter.api.Test;

/** What becomes of a migration that does not go as planned. */
class InitiatorFallBackTest {
  private final TimeLine script = TimeLine.connected();

  @Test
  void a_reject_leaves_the_connection_here_and_its_next_request_may_migrate() {
    waiting();
    script
        .message(new SanMessage.Reject(100, FLOW, RejectReason.NO_ROOM))
        .expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
    script.at(60_000).expectNothing();
    script.server("5001:5301").client("1101:1201 ack 5301 GET /class0/y");
    script.socket("ESTABLISHED received 100 acked 300").expect(WAIT, SEND_SYN);
    assertThat(script.migration().id()).isEqualTo(101);
  }

  @Test
  void what_was_stored_while_waiting_belongs_to_the_stream_that_is_served_here() {
    waiting();
    script.client("1101:1201 ack 5001 GET /class1/y").expect(WAIT, STORE);
    script.client("1201:1251 ack 5001 GET /class0/z ...").expect(WAIT, STORE);
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.BUSY));
    assertThat(script.connection.requests().passed()).isEqualTo(2);
    script.client("1251:1301 ack 5001 ... end").expect(LOCAL, ACCEPT, WATCH);
    assertThat(script.connection.requests().passed()).isEqualTo(3);
    assertThat(script.connection.requests().opaque()).isFalse();
  }

  @Test
  void the_acknowledged_part_of_a_request_is_not_counted_twice() {
    byte[] head = ScriptedSegment.data(100, "GET /class0/x");
    script.client("1001:1009 ack 5001", head, 0, 8);
    script.client("1009:1101 ack 5001", head, 8, 100).socket("ESTABLISHED received 8");
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.BUSY));
    assertThat(script.connection.requests().passed()).isEqualTo(1);
    assertThat(script.connection.requests().pendingStart()).isEqualTo(1101);
  }

  @Test
  void without_an_answer_five_syns_go_out_50_ms_apart_and_then_it_is_served_here() {
    waiting();
    script.at(49).expectNothing();
    script.at(50).expect(WAIT, SEND_SYN);
    script.at(99).expectNothing();
    script.at(100).expect(WAIT, SEND_SYN);
    script.at(150).expect(WAIT, SEND_SYN);
    script.at(200).expect(WAIT, SEND_SYN);
    script.at(250).expect(LOCAL, MARK_LOCAL, RELEASE_HELD, SEND_ABORT);
    script.at(1_000_000).expectNothing();
    assertThat(script.connection.requests().passed()).isEqualTo(1);
  }

  @Test
  void an_acknowledgment_that_comes_too_late_is_refused() {
    waiting();
    for (int time = 50; time <= 250; time += 50) {
      script.at(time);
    }
    script.message(new SanMessage.Ack(100, FLOW)).expect(LOCAL, REFUSE_ENDPOINT);
    script.message(new SanMessage.Ack(99, FLOW)).expect(LOCAL, REFUSE_ENDPOINT);
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.BUSY)).expect(LOCAL);
  }

  @Test
  void answers_to_another_migration_change_nothing() {
    waiting();
    script.message(new SanMessage.Ack(99, FLOW)).expect(WAIT, REFUSE_ENDPOINT);
    script.message(new SanMessage.Reject(101, FLOW, RejectReason.NO_ROOM)).expect(WAIT);
    script.message(new SanMessage.Stored(100, FLOW)).expect(WAIT);
    script.message(new SanMessage.CleanUp(100, FLOW)).expect(WAIT);
  }

  @Test
  void a_client_that_resets_while_waiting_ends_the_migration() {
    waiting();
    script.client("R 1101:1101 ts off").expect(LOCAL, ACCEPT, MARK_LOCAL, DROP_HELD, SEND_ABORT);
    script.at(1_000_000).expectNothing();
    assertThat(script.mayMigrate(2)).isFalse();
    script.socketGone().expect(LOCAL, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void a_reset_that_is_read_from_the_queue_after_the_acknowledgment_ends_the_migration() {
    waiting();
    script.message(new SanMessage.Ack(100, FLOW)).expect(WAIT, MARK_FORWARD, READ_QUEUE);
    script.client("R 1101:1101 ts off").expect(LOCAL, ACCEPT, MARK_LOCAL, DROP_HELD, SEND_ABORT);
    script.queueRead().expect(LOCAL);
  }

  @Test
  void a_second_acknowledgment_ships_nothing_again() {
    shipping();
    script.message(new SanMessage.Ack(100, FLOW)).expect(SHIPPING);
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.BUSY)).expect(SHIPPING);
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.NO_ROOM)).expect(SHIPPING);
  }

  @Test
  void a_target_whose_room_is_gone_when_the_checkpoint_comes_gives_the_connection_back() {
    shipping();
    script.message(new SanMessage.Reject(99, FLOW, RejectReason.ROOM_GONE)).expect(SHIPPING);
    script
        .message(new SanMessage.Reject(100, FLOW, RejectReason.ROOM_GONE))
        .expect(LOCAL, MARK_LOCAL, RESUME);
    assertThat(script.checkpoint()).isEqualTo("1001:1101");
    assertThat(script.connection.requests().passed()).isEqualTo(1);
    script.at(60_000).expectNothing();
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.ROOM_GONE)).expect(LOCAL);
  }

  @Test
  void a_new_connection_with_these_addresses_does_not_meet_the_old_one_s_socket() {
    shipping();
    script.replaced().expect(FORWARD, RESET_SOCKET);
    script.replaced().expect(FORWARD);
  }

  @Test
  void packets_that_come_while_shipping_or_later_follow_the_connection() {
    shipping();
    script.client("1101:1201 ack 5001").expect(SHIPPING, Verdict.FORWARD);
    script.client("R 1101:1101 ts off").expect(SHIPPING, Verdict.FORWARD);
    script.message(new SanMessage.Stored(100, FLOW));
    script.client("1101:1101 ack 5301").expect(FORWARD, Verdict.FORWARD);
  }

  @Test
  void a_checkpoint_without_an_answer_is_sent_again_and_then_asked_for_until_the_target_is_dead() {
    shipping();
    long time = 0;
    for (int tries = 2; tries <= Timing.CHECKPOINT_TRIES; tries++) {
      time += Timing.RETRANSMIT_CHECKPOINT;
      script.at(time - 1).expectNothing();
      script.at(time).expect(SHIPPING, SEND_CHECKPOINT);
    }
    time += Timing.RETRANSMIT_CHECKPOINT;
    script.at(time).expect(SHIPPING, SEND_QUERY);
    for (int i = 0; i < 600; i++) {
      time += Timing.ASK;
      script.at(time - 1).expectNothing();
      script.at(time).expect(SHIPPING, SEND_QUERY);
    }
    // Whoever it came from, if anybody, must not forward for ever.
    script.peerDead().expect(FORWARD, RESET_SOCKET, UNTRACK, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void a_target_that_answers_late_that_it_has_nothing_gives_the_connection_back() {
    shipping();
    for (int tries = 1; tries <= Timing.CHECKPOINT_TRIES; tries++) {
      script.at((long) tries * Timing.RETRANSMIT_CHECKPOINT);
    }
    script.message(new SanMessage.Reject(100, FLOW, RejectReason.ROOM_GONE));
    script.expect(LOCAL, MARK_LOCAL, RESUME);
  }

  @Test
  void the_target_waits_longer_for_a_checkpoint_than_the_initiator_sends_it() {
    int sending =
        Timing.SYN_TRIES * Timing.RETRANSMIT
            + Timing.CHECKPOINT_TRIES * Timing.RETRANSMIT_CHECKPOINT;
    assertThat(Timing.IMPORT).isGreaterThan(sending);
  }

  @Test
  void a_message_that_repeats_the_end_of_shipping_changes_nothing() {
    shipping();
    script.message(new SanMessage.Stored(99, FLOW)).expect(SHIPPING);
    script.message(new SanMessage.Stored(100, FLOW)).expect(FORWARD, RESET_SOCKET);
    script.message(new SanMessage.Stored(100, FLOW)).expect(FORWARD);
    assertThat(script.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  private void waiting() {
    script
        .client("1001:1101 ack 5001 GET /class0/x")
        .expect(CHECKING, STORE, SUPPRESS, QUERY_SOCKET);
    script.socket("ESTABLISHED").expect(WAIT, SEND_SYN);
  }

  private void shipping() {
    waiting();
    script.acknowledged(100).expect(SHIPPING, FORWARD_HELD, SEND_CHECKPOINT);
  }
}
