package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static dev.mignet.tcpmig.machine.Action.DROP_HELD;
import static dev.mignet.tcpmig.machine.Action.FORWARD_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_LOCAL;
import static dev.mignet.tcpmig.machine.Action.NEXT_TARGET;
import static dev.mignet.tcpmig.machine.Action.QUERY_LISTENER;
import static dev.mignet.tcpmig.machine.Action.REFUSE_ENDPOINT;
import static dev.mignet.tcpmig.machine.Action.RELEASE_HELD;
import static dev.mignet.tcpmig.machine.Action.REMOVE;
import static dev.mignet.tcpmig.machine.Action.RESERVE;
import static dev.mignet.tcpmig.machine.Action.RESET_CLIENT;
import static dev.mignet.tcpmig.machine.Action.SEND_ABORT;
import static dev.mignet.tcpmig.machine.Action.SEND_ACK;
import static dev.mignet.tcpmig.machine.Action.SEND_CHECKPOINT;
import static dev.mignet.tcpmig.machine.Action.SEND_CLEAN_UP;
import static dev.mignet.tcpmig.machine.Action.SEND_NEXT_SYN;
import static dev.mignet.tcpmig.machine.Action.SEND_REJECT;
import static dev.mignet.tcpmig.machine.Action.SEND_SYN;
import static dev.mignet.tcpmig.machine.Action.SUPPRESS;
import static dev.mignet.tcpmig.machine.TimeLine.CLOCK;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.Verdict.ACCEPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import org.junit.jupiter.api.Test;

/** What the policy has done where a target declines or is silent. */
class FallBackTest {
  private final TimeLine script = TimeLine.connected();

  @Test
  void the_next_node_is_asked_when_the_first_declines() {
    waiting("/next");
    assertThat(script.connection.peer()).isEqualTo(2);
    script.at(30).message(reject(100, RejectReason.NO_ROOM)).expect(WAIT, NEXT_TARGET);
    script.nextTarget().expect(WAIT, SEND_NEXT_SYN);
    assertThat(script.connection.peer()).isEqualTo(3);
    assertThat(script.migration().id()).isEqualTo(101);
    assertThat(script.migration().clock()).isEqualTo(CLOCK + 31);
    script.message(reject(100, RejectReason.NO_ROOM)).expect(WAIT);
    script.message(new SanMessage.Ack(100, FLOW)).expect(WAIT, REFUSE_ENDPOINT);
    script.acknowledged(101).expect(SHIPPING, FORWARD_HELD, SEND_CHECKPOINT);
    assertThat(script.checkpoint()).isEqualTo("1001:1101");
  }

  @Test
  void it_is_served_here_when_all_have_declined() {
    waiting("/next");
    script.message(reject(100, RejectReason.NO_LISTENER)).nextTarget();
    script.message(reject(101, RejectReason.NO_MEMORY)).expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
  }

  @Test
  void the_next_node_is_asked_when_the_first_does_not_answer() {
    waiting("/next");
    silence();
    script.at(250).expect(WAIT, SEND_ABORT, NEXT_TARGET);
    script.nextTarget().expect(WAIT, SEND_NEXT_SYN);
    script.at(299).expectNothing();
    script.at(300).expect(WAIT, SEND_SYN);
    script.acknowledged(101).expect(SHIPPING, FORWARD_HELD, SEND_CHECKPOINT);
  }

  @Test
  void a_list_may_end_with_the_node_itself() {
    waiting("/self");
    script.message(reject(100, RejectReason.NO_ROOM)).expect(WAIT, NEXT_TARGET);
    script.nextTarget().expect(LOCAL, MARK_LOCAL, RELEASE_HELD);
    assertThat(script.connection.requests().passed()).isEqualTo(1);
  }

  @Test
  void the_client_is_reset_where_the_policy_says_so() {
    waiting("/must");
    script.message(reject(100, RejectReason.NO_ROOM)).nextTarget();
    script.message(reject(101, RejectReason.NO_ROOM));
    script.expect(LOCAL, MARK_LOCAL, RESET_CLIENT, DROP_HELD, SEND_CLEAN_UP, REMOVE);
    script.at(1_000_000).expectNothing();
  }

  @Test
  void the_client_is_reset_when_the_last_node_does_not_answer() {
    waiting("/must");
    script.message(reject(100, RejectReason.NO_ROOM)).nextTarget();
    silence();
    script.at(250);
    script.expect(LOCAL, SEND_ABORT, MARK_LOCAL, RESET_CLIENT, DROP_HELD, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void the_next_node_is_asked_when_the_firsts_room_is_gone_when_the_checkpoint_comes() {
    waiting("/next");
    script.acknowledged(100).message(reject(100, RejectReason.ROOM_GONE));
    script.expect(WAIT, SUPPRESS, NEXT_TARGET).nextTarget().expect(WAIT, SEND_NEXT_SYN);
    script.acknowledged(101).expect(SHIPPING, FORWARD_HELD, SEND_CHECKPOINT);
    assertThat(script.checkpoint()).isEqualTo("1001:1101");
  }

  @Test
  void the_client_is_reset_when_the_last_nodes_room_is_gone() {
    waiting("/must");
    script.message(reject(100, RejectReason.NO_ROOM)).nextTarget();
    script.acknowledged(101).message(reject(101, RejectReason.ROOM_GONE));
    script.expect(LOCAL, MARK_LOCAL, RESET_CLIENT, DROP_HELD, SEND_CLEAN_UP, REMOVE);
  }

  @Test
  void a_node_that_serves_as_many_of_others_as_it_may_declines() {
    TimeLine target = new TimeLine();
    fillWithGuests(target);
    target.syn(7, 2, "1001 5001").listener(true);
    target.expect(LOCAL, MARK_LOCAL, DROP_HELD, SEND_REJECT, REMOVE);
    assertThat(target.connection.rejectReason()).isEqualTo(RejectReason.AT_CAPACITY);
    assertThat(target.guests.count()).isEqualTo(TimeLine.CAPACITY);
  }

  @Test
  void what_comes_home_is_not_declined_for_there_being_many_others() {
    TimeLine home = new TimeLine();
    fillWithGuests(home);
    home.syn(7, 2, "1001 5001", TimeLine.SELF, 2).listener(true).expect(IMPORTING, SEND_ACK);
    home.checkpoint(7, "1001:1001").socket("ESTABLISHED");
    assertThat(home.guests.count()).isEqualTo(TimeLine.CAPACITY);
  }

  @Test
  void nothing_migrates_where_checkpoints_take_all_their_memory() {
    fill(script);
    script.client("1001:1101 ack 5001 GET /class0/x").expect(LOCAL, ACCEPT);
    assertThat(script.mayMigrate(2)).isFalse();
  }

  @Test
  void a_target_whose_checkpoints_take_all_their_memory_declines() {
    TimeLine target = new TimeLine();
    fill(target);
    target.syn(7, 2, "1001 5001").expect(IMPORTING, RESERVE, QUERY_LISTENER);
    target.listener(true).expect(LOCAL, MARK_LOCAL, DROP_HELD, SEND_REJECT, REMOVE);
    assertThat(target.connection.rejectReason()).isEqualTo(RejectReason.NO_MEMORY);
  }

  @Test
  void a_target_without_a_listener_says_so() {
    TimeLine target = new TimeLine();
    target.syn(7, 2, "1001 5001").noListener();
    target.expect(LOCAL, MARK_LOCAL, DROP_HELD, SEND_REJECT, REMOVE);
    assertThat(target.connection.rejectReason()).isEqualTo(RejectReason.NO_LISTENER);
  }

  /** Other connections take it. */
  private static void fill(TimeLine script) {
    Connection other = new Connection(FLOW, 0);
    byte[] much = new byte[TimeLine.MEMORY];
    other.checkpoint().begin(1, much, much.length, 0);
    script.memory.note(other);
  }

  private void waiting(String path) {
    script.client("1001:1101 ack 5001 GET " + path + "/x").socket("ESTABLISHED");
    script.expect(WAIT, SEND_SYN);
  }

  private void silence() {
    for (int time = 50; time < 250; time += 50) {
      script.at(time).expect(WAIT, SEND_SYN);
    }
  }

  private static SanMessage.Reject reject(long id, RejectReason reason) {
    return new SanMessage.Reject(id, FLOW, reason);
  }

  private static void fillWithGuests(TimeLine node) {
    for (int others = 0; others < TimeLine.CAPACITY; others++) {
      Connection guest = new Connection(new FlowKey(1, 1024 + others, 2, 80), 0);
      guest.setImported(2, 50 + others);
      guest.setPlace(2, 1);
      node.guests.note(guest);
    }
  }
}
