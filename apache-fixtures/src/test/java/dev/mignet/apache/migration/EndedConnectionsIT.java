package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What back-ends and front-ends keep of connections that are over; a class of its own, as it waits.
 */
@RequiresRoot
class EndedConnectionsIT {
  private static final List<String> BACK_ENDS = List.of("a", "b", "c");

  /**
   * A forwarding entry outlives its connection by a minute, and for another minute a lost clean-up
   * may not be missed.
   */
  private static final Duration LINGER = Patience.of(Duration.ofSeconds(200));

  @RegisterExtension static final TestLab LAB = new TestLab(FrontEndVariantIT.TOPOLOGY);

  private final Orders orders = new Orders(LAB);

  @Test
  void nothing_is_left_of_connections_that_have_ended() throws Exception {
    List<Integer> ports =
        LAB.atClient(
            () -> {
              List<Integer> closed = new ArrayList<>();
              for (int i = 0; i < FrontEndVariantIT.CONNECTIONS; i++) {
                try (WebConnection connection = WebConnection.open(LAB.server())) {
                  Visit visit = new Visit("left", true, i);
                  for (String node : List.of("b", "c", "a", "b", "c").subList(0, 1 + i % 5)) {
                    FrontEndVariantIT.ask(connection, visit, node);
                  }
                  closed.add(connection.port());
                }
              }
              return closed;
            });
    await()
        .atMost(LINGER)
        .untilAsserted(
            () -> {
              for (String node : BACK_ENDS) {
                assertThat(orders.connections(node)).as("connections of " + node).isEmpty();
              }
              for (int port : ports) {
                assertThat(FrontEndVariantIT.tracking(LAB, port))
                    .as("conntrack entries of port " + port)
                    .isEmpty();
              }
            });
  }
}
