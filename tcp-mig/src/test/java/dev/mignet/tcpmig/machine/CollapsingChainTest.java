package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.RELAY;
import static dev.mignet.tcpmig.machine.Action.FORWARD_HELD;
import static dev.mignet.tcpmig.machine.Action.MARK_FORWARD;
import static dev.mignet.tcpmig.machine.Action.QUERY_LISTENER;
import static dev.mignet.tcpmig.machine.Action.REMOVE;
import static dev.mignet.tcpmig.machine.Action.RESERVE;
import static dev.mignet.tcpmig.machine.Action.RESET_SOCKET;
import static dev.mignet.tcpmig.machine.Action.SEND_CLEAN_UP;
import static dev.mignet.tcpmig.machine.Action.SEND_FOLLOWING;
import static dev.mignet.tcpmig.machine.Action.SEND_MOVED;
import static dev.mignet.tcpmig.machine.Action.SEND_QUERY;
import static dev.mignet.tcpmig.machine.Action.SEND_REJECT;
import static dev.mignet.tcpmig.machine.Action.UNTRACK;
import static dev.mignet.tcpmig.machine.TimeLine.FLOW;
import static dev.mignet.tcpmig.machine.TimeLine.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Variant;
import org.junit.jupiter.api.Test;

/** A connection that goes on from where it came to: only its home forwards to where it is. */
class CollapsingChainTest {
  /** The client's ISN in all scripts. */
  private static final int ISN = 1000;

  // This node lies between: the connection came from its home 2, and goes on to 3.

  @Test
  void a_node_in_between_tells_the_home_and_goes_when_that_follows() {
    TimeLine between = between();
    assertThat(between.connection.home()).isEqualTo(2);
    assertThat(between.connection.hops()).isEqualTo(2);
    between.client("1101:1201 ack 5001").expect(RELAY, Verdict.FORWARD);
    between.at(20).message(new SanMessage.Following(100, FLOW)).expect(RELAY);
    between.client("1201:1301 ack 5001").expect(RELAY, Verdict.FORWARD); // was under way
    between.at(20 + Timing.STRAGGLERS - 1).expectNothing();
    between.at(20 + Timing.STRAGGLERS).expect(RELAY, UNTRACK, REMOVE);
  }

  @Test
  void it_tells_until_it_is_heard_and_forwards_for_so_long() {
    TimeLine between = between();
    between.message(new SanMessage.Following(99, FLOW)).expect(RELAY);
    long time = 0;
    for (int i = 1; i < Timing.MOVED_TRIES; i++) {
      time += Timing.RETRANSMIT_MOVED;
      between.at(time).expect(RELAY, SEND_MOVED);
    }
    for (int i = 0; i < 3; i++) {
      between.at(between.connection.deadline() - 1).expectNothing();
      between.at(between.connection.deadline()).expect(RELAY, SEND_MOVED);
    }
    between.message(new SanMessage.Following(100, FLOW));
    between.at(between.connection.deadline()).expect(RELAY, UNTRACK, REMOVE);
  }

  @Test
  void a_node_that_sends_the_connection_home_needs_to_tell_nobody() {
    TimeLine between = TimeLine.imported(3, 7);
    between.client("1001:1101 ack 5001 GET /class1/x").socket("ESTABLISHED").acknowledged(100);
    between.message(new SanMessage.Stored(100, FLOW)).expect(RELAY, RESET_SOCKET);
    between.at(Timing.STRAGGLERS).expect(RELAY, UNTRACK, REMOVE);
  }

  @Test
  void a_close_ends_the_telling() {
    TimeLine between = between();
    between.message(new SanMessage.CleanUp(100, FLOW)).expect(RELAY, SEND_CLEAN_UP);
    between.message(new SanMessage.Following(100, FLOW)).expect(RELAY);
    between.at(Timing.LINGER - 1).expectNothing();
    between.at(Timing.LINGER).expect(RELAY, UNTRACK, REMOVE);
  }

  @Test
  void a_connection_may_come_back_to_a_node_that_still_tells() {
    TimeLine between = between();
    between.syn(8, 3, "1101 5301", 2, 3).expect(IMPORTING, RESERVE, QUERY_LISTENER);
    between.listener(true).checkpoint(8, "1101:1201 GET /here").socket("ESTABLISHED");
    assertThat(between.connection.state()).isEqualTo(LOCAL);
    assertThat(between.connection.home()).isEqualTo(2);
    assertThat(between.connection.hops()).isEqualTo(3);
    between.message(new SanMessage.Following(100, FLOW)).expect(LOCAL);
    between.at(1_000_000).expectNothing();
  }

  @Test
  void a_return_that_fails_leaves_a_node_in_between_as_it_was() {
    TimeLine between = between();
    between.at(20).syn(8, 3, "1101 5301", 2, 3).listener(false);
    between.expect(RELAY, MARK_FORWARD, FORWARD_HELD, SEND_REJECT);
    between.at(Timing.RETRANSMIT_MOVED).expect(RELAY, SEND_MOVED);
  }

  @Test
  void where_front_ends_follow_it_keeps_its_entry_until_the_connection_is_closed() {
    TimeLine between = TimeLine.imported(Variant.FRONT_END, 2, 7);
    between.client("1001:1101 ack 5001 GET /class1/x").socket("ESTABLISHED").acknowledged(100);
    between.message(new SanMessage.Stored(100, FLOW)).expect(RELAY, RESET_SOCKET, SEND_MOVED);
    between.at(20).message(new SanMessage.Following(100, FLOW)).expect(RELAY);
    between.at(1_000_000).expectNothing();
    between.client("1101:1201 ack 5001").expect(RELAY, Verdict.FORWARD);
    between.message(new SanMessage.CleanUp(100, FLOW)).expect(RELAY, SEND_CLEAN_UP);
    between.at(1_000_000 + Timing.LINGER).expect(RELAY, UNTRACK, REMOVE);
  }

  @Test
  void where_front_ends_follow_it_keeps_its_entry_for_a_connection_that_has_gone_home() {
    TimeLine between = TimeLine.imported(Variant.FRONT_END, 3, 7);
    between.client("1001:1101 ack 5001 GET /class1/x").socket("ESTABLISHED").acknowledged(100);
    between.message(new SanMessage.Stored(100, FLOW)).expect(RELAY, RESET_SOCKET);
    between.at(1_000_000).expectNothing();
  }

  @Test
  void a_node_in_between_asks_for_a_close_that_it_may_have_missed() {
    TimeLine between = between();
    between.asks().expect(RELAY, SEND_QUERY);
    between.message(new SanMessage.Reject(100, FLOW, RejectReason.ROOM_GONE));
    between.expect(RELAY, SEND_CLEAN_UP);
    between.at(Timing.LINGER).expect(RELAY, UNTRACK, REMOVE);
  }

  @Test
  void a_node_in_between_whose_next_node_is_dead_tells_the_home() {
    TimeLine between = between();
    between.asks().peerDead().expect(RELAY, UNTRACK, SEND_CLEAN_UP, REMOVE);
    assertThat(between.connection.closed()).isTrue(); // so that the home is told of both ids
    assertThat(between.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  // This node is the home: the connection was made here, and went to 2.

  @Test
  void the_home_forwards_to_where_the_connection_has_gone() {
    TimeLine home = home();
    home.message(moved(200, 2, 3)).expect(FORWARD, MARK_FORWARD, SEND_FOLLOWING);
    assertThat(home.connection.peer()).isEqualTo(3);
    home.message(moved(200, 2, 3)).expect(FORWARD, SEND_FOLLOWING); // the answer was lost
    home.message(new SanMessage.CleanUp(100, FLOW)).expect(FORWARD);
    home.message(new SanMessage.CleanUp(200, FLOW)).expect(FORWARD, SEND_CLEAN_UP);
  }

  @Test
  void of_two_words_in_the_wrong_order_the_later_hop_is_right() {
    TimeLine home = home();
    home.message(moved(300, 3, 2)).expect(FORWARD, MARK_FORWARD, SEND_FOLLOWING);
    home.message(moved(200, 2, 3)).expect(FORWARD, SEND_FOLLOWING);
    assertThat(home.connection.peer()).isEqualTo(2);
    assertThat(home.connection.isMigration(300)).isTrue();
  }

  @Test
  void hops_are_counted_beyond_any_number() {
    TimeLine home = home();
    home.message(moved(200, 0x7fff, 3)).expect(FORWARD, MARK_FORWARD, SEND_FOLLOWING);
    home.message(moved(201, 0xfff0, 2)).expect(FORWARD, MARK_FORWARD, SEND_FOLLOWING);
    home.message(moved(202, 3, 3)).expect(FORWARD, MARK_FORWARD, SEND_FOLLOWING);
    home.message(moved(201, 0xfff0, 2)).expect(FORWARD, SEND_FOLLOWING);
    assertThat(home.connection.peer()).isEqualTo(3);
  }

  @Test
  void that_it_has_gone_on_says_that_it_had_arrived() {
    TimeLine home = TimeLine.connected();
    home.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED").acknowledged(100);
    home.message(moved(200, 2, 3));
    home.expect(FORWARD, MARK_FORWARD, RESET_SOCKET, SEND_FOLLOWING);
    home.message(new SanMessage.Stored(100, FLOW)).expect(FORWARD);
    assertThat(home.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  @Test
  void a_home_that_serves_again_only_answers() {
    TimeLine home = home();
    home.syn(300, 3, "1101 5301", SELF, 3).expect(IMPORTING, RESERVE, QUERY_LISTENER);
    home.message(moved(200, 2, 3)).expect(IMPORTING); // it may yet stay there
    home.listener(true).checkpoint(300, "1101:1201 GET /here").socket("ESTABLISHED");
    assertThat(home.connection.home()).isZero();
    home.message(moved(200, 2, 3)).expect(LOCAL, SEND_FOLLOWING);
  }

  @Test
  void a_home_to_which_a_return_failed_follows_after_all() {
    TimeLine home = home();
    home.syn(300, 3, "1101 5301", SELF, 3).listener(false);
    home.message(moved(200, 2, 3)).expect(FORWARD, MARK_FORWARD, SEND_FOLLOWING);
  }

  @Test
  void a_word_about_an_earlier_connection_with_these_addresses_moves_nothing() {
    TimeLine home = home();
    home.message(new SanMessage.Moved(200, FLOW, ISN - 1, 9, 3)).expect(FORWARD, SEND_FOLLOWING);
    assertThat(home.connection.peer()).isEqualTo(2);
  }

  @Test
  void a_closed_connection_moves_no_more() {
    TimeLine home = home();
    home.message(new SanMessage.CleanUp(100, FLOW));
    home.message(moved(200, 2, 3)).expect(FORWARD, SEND_FOLLOWING);
    home.at(Timing.LINGER).expect(FORWARD, UNTRACK, REMOVE);
  }

  @Test
  void ten_times_there_and_back_leave_one_entry() {
    TimeLine home = TimeLine.connected();
    int client = 1001;
    int server = 5001;
    for (int i = 0; i < 10; i++) {
      home.client(client + ":" + (client + 100) + " ack " + server + " GET /class0/x");
      home.socket(i == 0 ? "ESTABLISHED" : "ESTABLISHED received 100 acked 300");
      long id = home.migration().id();
      assertThat(home.migration().hops()).isEqualTo(2 * i + 1);
      home.acknowledged(id).message(new SanMessage.Stored(id, FLOW)).expect(FORWARD, RESET_SOCKET);
      client += 100;
      server += 300; // by node 2
      String numbers = client + " " + server;
      home.syn(1000 + i, 2, numbers, SELF, 2 * i + 2).listener(true);
      home.checkpoint(1000 + i, client + ":" + (client + 100) + " GET /here");
      home.socket("ESTABLISHED");
      assertThat(home.connection.state()).isEqualTo(LOCAL);
      assertThat(home.connection.home()).isZero();
      home.server(server + ":" + (server + 300));
      client += 100;
      server += 300;
    }
    assertThat(home.connection.deadline()).isEqualTo(Connection.NEVER);
  }

  private static SanMessage.Moved moved(long id, int hops, int node) {
    return new SanMessage.Moved(id, FLOW, ISN, hops, node);
  }

  private static TimeLine between() {
    TimeLine between = TimeLine.imported(2, 7);
    between.client("1001:1101 ack 5001 GET /class1/x").socket("ESTABLISHED").acknowledged(100);
    between.message(new SanMessage.Stored(100, FLOW)).expect(RELAY, RESET_SOCKET, SEND_MOVED);
    return between;
  }

  private static TimeLine home() {
    TimeLine home = TimeLine.connected();
    home.client("1001:1101 ack 5001 GET /class0/x").socket("ESTABLISHED").acknowledged(100);
    return home.message(new SanMessage.Stored(100, FLOW)).expect(FORWARD, RESET_SOCKET);
  }
}
