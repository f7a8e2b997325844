package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.testing.RequiresRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Packets are lost, doubled and reordered between client and servers, and among the servers, while
 * persistent connections go all over the cluster. Every response is right, and no connection
 * breaks.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]------- * -------[ front ]-----+-----------[ a ]-san0-+   all connections land on a;
 *                                            +-----------[ b ]-san0-*   class 0 goes to a,
 *                                            +-----------[ c ]-san0-+   1 to b, 2 to c
 * </pre>
 */
@RequiresRoot
class LossyNetworkIT {

  /** What happens to packets at the stars. */
  enum Network {
    LOSES_0_1_PERCENT(", loss: 0.1 %", ""),
    LOSES_1_PERCENT(", loss: 1 %", ""),
    LOSES_5_PERCENT(", loss: 5 %", ""),
    REORDERS_AND_DOUBLES(", delay: 1 ms, reorder: 5 %, duplicate: 5 %", ""),
    LOSES_20_PERCENT_ON_THE_SAN("", "forward: { loss: 20 % },");

    private final String client;
    private final String san;

    Network(String client, String san) {
      this.client = client;
      this.san = san;
    }

    private String topology() {
      return WanderingConnections.topology(client, san);
    }
  }

  private static final int CONNECTIONS = 20;
  private static final int REQUESTS = 50;

  @RegisterExtension
  static final TestLab LAB = TestLab.withLosses(Network.LOSES_0_1_PERCENT.topology());

  @ParameterizedTest
  @EnumSource(Network.class)
  void every_response_is_right_and_no_connection_breaks(Network network) throws Exception {
    LAB.change(network.topology());
    long before = LAB.migrations();
    List<Callable<String>> clients = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int number = i;
      clients.add(() -> WanderingConnections.failureOf(LAB, network.name(), number, REQUESTS));
    }
    List<String> failures = NodeThreads.run(LAB.running(), "client", CONNECTIONS, clients);
    assertThat(failures).allMatch(String::isEmpty);
    // Two thirds of the requests are for another node than the one before. Where a segment is
    // missing, or the SAN loses every migration SYN, a connection stays where it is.
    assertThat(LAB.migrations() - before).isGreaterThan(CONNECTIONS * REQUESTS / 4);
  }
}
