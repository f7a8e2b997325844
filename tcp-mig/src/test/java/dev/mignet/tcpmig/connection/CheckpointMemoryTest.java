package dev.mignet.tcpmig.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.wire.FlowKey;
import org.junit.jupiter.api.Test;

class CheckpointMemoryTest {
  private final CheckpointMemory memory = new CheckpointMemory(1000);
  private final Connection one = new Connection(new FlowKey(), 0);
  private final Connection other = new Connection(new FlowKey(), 0);

  @Test
  void what_a_checkpoint_takes_now_counts_and_not_what_it_took() {
    hold(one, 400);
    hold(other, 500);
    hold(one, 900);
    assertThat(memory.used()).isEqualTo(1400);
    assertThat(memory.isFull()).isTrue();
    one.checkpoint().release();
    memory.note(one);
    assertThat(memory.used()).isEqualTo(500);
    assertThat(memory.isFull()).isFalse();
  }

  @Test
  void a_connection_that_is_over_takes_nothing() {
    hold(one, 400);
    memory.forget(one);
    memory.forget(one);
    assertThat(memory.used()).isZero();
  }

  private void hold(Connection connection, int bytes) {
    connection.checkpoint().begin(1, new byte[bytes], bytes, 0);
    memory.note(connection);
  }
}
