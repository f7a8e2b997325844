package dev.mignet.tcpmig.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.Translation;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
  private static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0x0a090164, 80);

  @TempDir Path folder;

  static List<FlowKey> flows() {
    FlowKey six =
        new FlowKey(IpPrefix.address("fd00:9:1::2"), 40000, IpPrefix.address("fd00:9:100::1"), 80);
    return List.of(FLOW, six);
  }

  @ParameterizedTest
  @MethodSource("flows")
  void a_connection_on_its_way_is_read_as_it_was_noted(FlowKey flow) throws IOException {
    Connection connection = new Connection(flow, 5);
    connection.enter(ConnectionState.SHIPPING);
    connection.setPeer(3);
    connection.setMigration(syn(flow, 0x0100_0000_0000_0007L));
    connection.setImported(2, 99);
    connection.setReceiveNext(-7);
    connection.setOffered(12_345_678_901L);
    connection.countMigration();
    connection.setTranslation(new Translation(-5, 6));
    open().note(connection);

    Connection read = open().read().get(0);
    assertThat(read.key()).isEqualTo(flow);
    assertThat(read.state()).isEqualTo(ConnectionState.SHIPPING);
    assertThat(read.peer()).isEqualTo(3);
    assertThat(read.migration()).isEqualTo(syn(flow, 0x0100_0000_0000_0007L));
    assertThat(read.importedFrom()).isEqualTo(2);
    assertThat(read.importedBy()).isEqualTo(99);
    assertThat(read.receiveNext()).isEqualTo(-7);
    assertThat(read.offered()).isEqualTo(12_345_678_901L);
    assertThat(read.migrations()).isEqualTo(1);
    assertThat(read.translation()).isEqualTo(new Translation(-5, 6));
    assertThat(read.requests().opaque()).isTrue();
  }

  @Test
  void one_that_was_coming_back_remembers_where_it_was() throws IOException {
    Connection connection = new Connection(FLOW, 5);
    connection.enter(ConnectionState.FORWARD);
    connection.setPeer(3);
    connection.setMigration(syn(7));
    connection.setClosed();
    connection.rememberPlace();
    connection.enter(ConnectionState.IMPORTING);
    connection.setPeer(2);
    connection.setMigration(syn(8));
    open().note(connection);

    Connection read = open().read().get(0);
    assertThat(read.state()).isEqualTo(ConnectionState.IMPORTING);
    assertThat(read.isMigration(8)).isTrue();
    assertThat(read.closed()).isFalse();
    read.restorePlace();
    assertThat(read.stateBefore()).isEqualTo(ConnectionState.FORWARD);
    assertThat(read.peer()).isEqualTo(3);
    assertThat(read.isMigration(7)).isTrue();
    assertThat(read.closed()).isTrue();
  }

  @Test
  void the_last_note_counts_and_one_that_is_over_leaves_none() throws IOException {
    Journal journal = open();
    Connection one = forwarded(1);
    Connection other = forwarded(2);
    journal.note(one);
    journal.note(other);
    one.setClosed();
    journal.note(one);
    journal.forget(other);
    List<Connection> read = open().read();
    assertThat(read).hasSize(1);
    assertThat(read.get(0).key()).isEqualTo(one.key());
    assertThat(read.get(0).closed()).isTrue();
  }

  @Test
  void a_connection_that_has_never_moved_is_not_noted() throws IOException {
    open().note(new Connection(FLOW, 5));
    assertThat(open().read()).isEmpty();
  }

  @Test
  void a_place_is_used_again_and_what_was_read_keeps_its_own() throws IOException {
    Journal first = open();
    first.note(forwarded(1));
    first.note(forwarded(2));
    Journal second = open();
    List<Connection> read = second.read();
    second.forget(read.get(0));
    second.note(forwarded(3));
    assertThat(open().read())
        .extracting(connection -> connection.key().clientPort())
        .containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void migrations_that_came_are_remembered_whatever_becomes_of_their_connections()
      throws IOException {
    Journal journal = open();
    Connection came = new Connection(FLOW, 5);
    came.setImported(2, 0x0200_0000_0000_0007L);
    journal.note(came);
    journal.forget(came);
    assertThat(open().hasTaken(0x0200_0000_0000_0007L)).isTrue();
    assertThat(open().hasTaken(0x0300_0000_0000_0007L)).isFalse();
    assertThat(open().hasTaken(0x0200_0000_0000_0008L)).isFalse();
  }

  @Test
  void notes_of_another_cluster_are_worth_nothing() throws IOException {
    open().note(forwarded(1));
    assertThat(Journal.open(folder.resolve("journal"), 43).read()).isEmpty();
    assertThat(open().read()).isEmpty();
  }

  @Test
  void a_file_that_is_no_journal_is_begun_anew() throws IOException {
    Files.writeString(folder.resolve("journal"), "nonsense");
    Journal journal = open();
    journal.note(forwarded(1));
    assertThat(open().read()).hasSize(1);
  }

  private Journal open() throws IOException {
    return Journal.open(folder.resolve("journal"), 42);
  }

  private static Connection forwarded(int port) {
    Connection connection = new Connection(new FlowKey(1, port, 2, 80), 5);
    connection.enter(ConnectionState.FORWARD);
    connection.setPeer(3);
    connection.setMigration(syn(port));
    return connection;
  }

  private static SanMessage.Syn syn(long id) {
    return syn(FLOW, id);
  }

  private static SanMessage.Syn syn(FlowKey flow, long id) {
    return new SanMessage.Syn(
        id,
        flow,
        -1,
        -2,
        -3,
        65535,
        -4,
        -5,
        3,
        0xffff,
        15,
        1460,
        -1,
        14,
        true,
        false,
        true,
        0x7fffffff);
  }
}
