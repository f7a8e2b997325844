package dev.mignet.tcpmig.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.testing.Fuzzer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Three nodes, one connection, and anything that can happen to it: no state machine throws, every
 * packet that is held is let go, and no state is without an exit.
 */
class StateMachinesFuzzTest {
  private final Map<ConnectionState, Integer> reached = new EnumMap<>(ConnectionState.class);

  @Test
  void of_100_000_histories_of_a_connection_each_comes_to_an_end() {
    Fuzzer.run(
        "the state machines",
        100_000,
        random -> Fuzzer.noise(random.nextInt(250), random),
        bytes -> new FuzzedCluster(new Program(bytes), reached).run());
    // All but the one that ends within the decision that begins it.
    Set<ConnectionState> lasting = EnumSet.complementOf(EnumSet.of(ConnectionState.CHECKING));
    assertThat(reached).containsOnlyKeys(lasting);
    assertThat(reached.values()).allSatisfy(times -> assertThat(times).isGreaterThan(1000));
  }
}
