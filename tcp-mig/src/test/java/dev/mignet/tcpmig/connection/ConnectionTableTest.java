package dev.mignet.tcpmig.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.wire.FlowKey;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
  private final ConnectionTable table = new ConnectionTable();

  @Test
  void a_connection_is_made_once_and_found_again() {
    Connection made = table.findOrAdd(new FlowKey(1, 2, 3, 4), 99);
    assertThat(made.since()).isEqualTo(99);
    assertThat(made.state()).isEqualTo(ConnectionState.LOCAL);
    assertThat(table.findOrAdd(new FlowKey(1, 2, 3, 4), 100)).isSameAs(made);
    assertThat(table.find(new FlowKey(1, 2, 3, 4))).isSameAs(made);
    assertThat(table.find(new FlowKey(1, 2, 3, 5))).isNull();
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void a_key_that_the_caller_changes_later_does_no_harm() {
    FlowKey key = new FlowKey(1, 2, 3, 4);
    Connection made = table.findOrAdd(key, 0);
    key.set(9, 9, 9, 9, 9, 9);
    assertThat(table.find(new FlowKey(1, 2, 3, 4))).isSameAs(made);
    assertThat(made.key()).isEqualTo(new FlowKey(1, 2, 3, 4));
  }

  @Test
  void only_the_connection_itself_is_removed() {
    Connection first = table.findOrAdd(new FlowKey(1, 2, 3, 4), 0);
    table.remove(first);
    Connection second = table.findOrAdd(new FlowKey(1, 2, 3, 4), 0);
    table.remove(first);
    assertThat(table.all()).containsExactly(second);
  }

  @Test
  void a_restart_forgets_where_the_connection_was() {
    Connection connection = table.findOrAdd(new FlowKey(1, 2, 3, 4), 0);
    connection.enter(ConnectionState.FORWARD);
    connection.setPeer(3);
    connection.setImported(2, 77);
    connection.setClosed();
    connection.await(500, 2);
    connection.countMigration();
    connection.held().add(1, true);
    connection.restart(1000);
    assertThat(connection.state()).isEqualTo(ConnectionState.LOCAL);
    assertThat(connection.peer()).isZero();
    assertThat(connection.importedFrom()).isZero();
    assertThat(connection.importedBy()).isZero();
    assertThat(connection.closed()).isFalse();
    assertThat(connection.deadline()).isEqualTo(Connection.NEVER);
    assertThat(connection.migrations()).isZero();
    assertThat(connection.held().size()).isZero();
    assertThat(connection.since()).isEqualTo(1000);
  }
}
