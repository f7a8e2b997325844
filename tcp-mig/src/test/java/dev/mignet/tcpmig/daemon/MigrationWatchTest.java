package dev.mignet.tcpmig.daemon;

import static dev.mignet.tcpmig.connection.ConnectionState.CHECKING;
import static dev.mignet.tcpmig.connection.ConnectionState.FORWARD;
import static dev.mignet.tcpmig.connection.ConnectionState.IMPORTING;
import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.SHIPPING;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.machine.Action;
import dev.mignet.tcpmig.machine.Decision;
import dev.mignet.tcpmig.machine.Verdict;
import dev.mignet.tcpmig.metrics.EventLog;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions as the state machines make them, of one connection at node 1. */
@SuppressWarnings("NullAway.Init") // JUnit calls begin() first
class MigrationWatchTest {
  private static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0x0a090164, 80);

  private final Connection connection = new Connection(FLOW, 0);

  @TempDir private Path folder;
  private EventLog log;
  private MigrationWatch watch;

  @BeforeEach
  void begin() {
    log = new EventLog(folder.resolve("events.jsonl"), 1 << 20);
    watch = new MigrationWatch("n1", number -> "n" + number, log);
  }

  @Test
  void an_initiator_passes_its_milestones_and_each_phase_is_measured_once() throws IOException {
    start(2, 7);
    decide(WAIT, Action.SEND_SYN); // again: the first was lost
    decide(WAIT); // a packet is held
    decide(WAIT, Action.MARK_FORWARD, Action.READ_QUEUE);
    decide(SHIPPING, Action.FORWARD_HELD, Action.SEND_CHECKPOINT);
    decide(SHIPPING, Action.SEND_CHECKPOINT);
    decide(FORWARD, Action.RESET_SOCKET);
    decide(FORWARD, Action.SEND_CLEAN_UP);
    decide(FORWARD, Action.MARK_LOCAL, Action.REMOVE);

    assertThat(events())
        .containsExactly(
            "started checking n2",
            "syn-sent wait n2 7",
            "syn-repeated wait n2 7",
            "acked wait n2 7",
            "checkpoint-sent shipping n2 7",
            "checkpoint-repeated shipping n2 7",
            "stored forward n2 7",
            "closed forward n2 7",
            "cleaned gone n2 7");
    assertThat(measured())
        .containsExactly(
            Phase.CHECK, Phase.AWAIT_ACK, Phase.TURN_OVER, Phase.AWAIT_STORED, Phase.HELD);
  }

  @Test
  void a_target_passes_its_own() throws IOException {
    offer(3, 9);
    decide(IMPORTING, Action.SEND_ACK);
    decide(IMPORTING, Action.SEND_ACK); // it was lost
    decide(IMPORTING, Action.CREATE_SOCKET);
    decide(LOCAL, Action.REPLAY, Action.RELEASE_HELD, Action.SEND_STORED_LATER);
    connection.setImported(3, 9);
    connection.countMigration();
    decide(LOCAL, Action.SEND_CLEAN_UP, Action.REMOVE);

    assertThat(events())
        .containsExactly(
            "offered importing n3 9",
            "ack-sent importing n3 9",
            "checkpoint-received importing n3 9",
            "served local n3 9",
            "ended gone n3 9");
    assertThat(measured())
        .containsExactly(
            Phase.FIND_ROOM, Phase.AWAIT_CHECKPOINT, Phase.MAKE_SOCKET, Phase.TAKE_OVER);
  }

  @Test
  void a_reject_is_told_with_its_reason_at_both_ends() throws IOException {
    start(2, 7);
    watch.told(RejectReason.NO_ROOM);
    decide(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD);
    offer(3, 9);
    connection.setRejectReason(RejectReason.ROOM_GONE);
    connection.setPeer(0); // it goes back to its place
    decide(LOCAL, Action.MARK_LOCAL, Action.DROP_HELD, Action.SEND_REJECT, Action.REMOVE);

    assertThat(events())
        .containsExactly(
            "started checking n2",
            "syn-sent wait n2 7",
            "rejected local n2 7 no-room",
            "offered importing n3 9",
            "declined local n3 9 room-gone");
    assertThat(watch.rejectsReceived(RejectReason.NO_ROOM)).isEqualTo(1);
    assertThat(watch.rejectsSent(RejectReason.ROOM_GONE)).isEqualTo(1);
    assertThat(watch.rejectsSent(RejectReason.NO_ROOM)).isZero();
  }

  @Test
  void another_target_is_told_of_by_its_own_name() throws IOException {
    start(2, 7);
    watch.told(RejectReason.NO_LISTENER);
    decide(WAIT, Action.NEXT_TARGET);
    connection.setPeer(3);
    connection.setMigration(syn(8));
    decide(WAIT, Action.SEND_NEXT_SYN);
    decide(WAIT, Action.SEND_SYN);
    decide(WAIT, Action.SEND_ABORT, Action.NEXT_TARGET);
    connection.setPeer(4);
    connection.setMigration(syn(9));
    decide(WAIT, Action.SEND_NEXT_SYN);
    decide(LOCAL, Action.MARK_LOCAL, Action.RESET_CLIENT, Action.DROP_HELD, Action.REMOVE);

    assertThat(events())
        .containsExactly(
            "started checking n2",
            "syn-sent wait n2 7",
            "rejected-for-next wait n2 7 no-listener",
            "syn-sent wait n3 8",
            "syn-repeated wait n3 8",
            "timed-out-for-next wait n3 8",
            "syn-sent wait n4 9",
            "reset local n4 9");
    assertThat(watch.rejectsReceived(RejectReason.NO_LISTENER)).isEqualTo(1);
  }

  @Test
  void every_way_back_has_its_name() {
    start(2, 7);
    decide(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD, Action.SEND_ABORT);
    start(2, 8);
    decide(LOCAL, Action.MARK_LOCAL, Action.DROP_HELD, Action.SEND_ABORT);
    start(2, 9);
    decide(SHIPPING, Action.SEND_CHECKPOINT);
    decide(LOCAL, Action.MARK_LOCAL, Action.RESUME);
    decide(CHECKING, Action.SUPPRESS, Action.QUERY_SOCKET);
    decide(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD);
    offer(3, 10);
    decide(LOCAL, Action.MARK_LOCAL, Action.DROP_HELD, Action.REMOVE);

    for (Milestone end :
        List.of(
            Milestone.TIMED_OUT,
            Milestone.CLIENT_RESET,
            Milestone.GIVEN_BACK,
            Milestone.NOT_QUIESCENT,
            Milestone.ABANDONED)) {
      assertThat(watch.passed(end)).as(end.text()).isEqualTo(1);
    }
  }

  @Test
  void a_node_that_sends_a_connection_away_refuses_it_without_losing_its_own_migration()
      throws IOException {
    start(2, 7);
    connection.setRejectReason(RejectReason.BUSY);
    decide(WAIT, Action.SEND_REJECT);
    decide(WAIT, Action.MARK_FORWARD, Action.READ_QUEUE);

    assertThat(watch.rejectsSent(RejectReason.BUSY)).isEqualTo(1);
    assertThat(measured()).contains(Phase.AWAIT_ACK);
    assertThat(events()).contains("refused wait n2 7 busy", "acked wait n2 7");
  }

  @Test
  void connections_that_never_moved_are_not_told_of() throws IOException {
    decide(LOCAL);
    decide(LOCAL, Action.SEND_CLEAN_UP, Action.REMOVE);

    assertThat(events()).isEmpty();
  }

  @Test
  void of_very_many_migrations_some_are_told_of_from_beginning_to_end() throws IOException {
    for (int i = 1; i <= 1000; i++) {
      start(2, i);
      decide(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD, Action.SEND_ABORT);
    }

    assertThat(watch.passed(Milestone.TIMED_OUT)).isEqualTo(1000);
    long lost = watch.eventsLost();
    assertThat(lost).isPositive();
    assertThat(events())
        .hasSize(3 * 1000 - Math.toIntExact(lost))
        .filteredOn(event -> event.startsWith("timed-out"))
        .hasSize(1000 - Math.toIntExact(lost) / 3);
  }

  private void start(int target, long id) {
    connection.setPeer(target);
    decide(CHECKING, Action.SUPPRESS, Action.QUERY_SOCKET);
    connection.setMigration(syn(id));
    decide(WAIT, Action.SEND_SYN);
  }

  private void offer(int from, long id) {
    connection.setPeer(from);
    connection.setMigration(syn(id));
    decide(IMPORTING, Action.RESERVE, Action.QUERY_LISTENER);
  }

  private static SanMessage.Syn syn(long id) {
    return new SanMessage.Syn(id, FLOW, 1, 2, 3, 4, 5, 6, 1, 1, 0, 7, 8, 9, true, true, false, 10);
  }

  private void decide(ConnectionState next, Action... actions) {
    watch.decided(connection, new Decision(next, Verdict.ACCEPT, List.of(actions)));
    connection.enter(next);
  }

  private List<Phase> measured() {
    return watch.phases().entrySet().stream()
        .filter(entry -> entry.getValue().count() == 1)
        .map(entry -> entry.getKey())
        .toList();
  }

  /** Event, state, peer, id without its zeros, and reason. */
  private List<String> events() throws IOException {
    log.close();
    Path file = folder.resolve("events.jsonl");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(MigrationWatchTest::inShort).toList()
        : List.of();
  }

  private static String inShort(String line) {
    var event = JsonParser.parseString(line).getAsJsonObject();
    StringBuilder text = new StringBuilder();
    for (String key : List.of("event", "state", "peer", "id", "reason")) {
      if (event.has(key)) {
        text.append(event.get(key).getAsString().replaceAll("^0+", "")).append(' ');
      }
    }
    return text.toString().strip();
  }
}
