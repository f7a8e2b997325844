package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients whose kernels agree with the server on other things than Linux does by itself. What is
 * agreed on stays when a connection moves, and nobody but the servers can tell those that move.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a;
 *                                            +-----------[ b ]-san0-+   what is asked for with ?move
 *                                            +-----------[ c ]-san0-+   goes to the node of its path
 * </pre>
 */
@RequiresRoot
class ClientKernelIT {

  /** What the client's kernel is like. */
  enum Client {
    WITHOUT_TIMESTAMPS(sysctl("tcp_timestamps", 0), sysctl("tcp_timestamps", 1)),
    WITHOUT_SACK(sysctl("tcp_sack", 0), sysctl("tcp_sack", 1)),
    WITHOUT_WINDOW_SCALING(sysctl("tcp_window_scaling", 0), sysctl("tcp_window_scaling", 1)),
    WITHOUT_ANY_OPTION(
        sysctl("tcp_timestamps", 0) + sysctl("tcp_sack", 0) + sysctl("tcp_window_scaling", 0),
        sysctl("tcp_timestamps", 1) + sysctl("tcp_sack", 1) + sysctl("tcp_window_scaling", 1)),
    WITH_EXPLICIT_CONGESTION_NOTIFICATION(sysctl("tcp_ecn", 1), sysctl("tcp_ecn", 2)),
    WITH_SMALL_SEGMENTS(routes("advmss 536"), routes(""));

    private final String set;
    private final String reset;

    Client(String set, String reset) {
      this.set = set;
      this.reset = reset;
    }

    private static String sysctl(String name, int value) {
      return "echo " + value + " >/proc/sys/net/ipv4/" + name + "\n";
    }
  }

  /** A script that makes routes as they are in a quiet network, with more of ip-route(8). */
  static String routes(String more) {
    return """
        ip -oneline -4 route show | sed 's/ advmss.*//; s/ rto_min.*//' | while read -r route; do
          ip route change $route rto_min 2s %s
        done
        """
        .formatted(more);
  }

  private static final int PAIRS = 10;

  @RegisterExtension static final TestLab LAB = new TestLab(MigratedConnections.topology("event"));

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Client.class)
  void connections_of_any_client_migrate_unseen(Client client) throws Exception {
    LAB.sh("client", client.set);
    try {
      Comparison comparison = new Comparison(LAB, folder);
      comparison.unseen(ConnectionKind.KEEP_ALIVE, PAIRS);
      comparison.unseen(ConnectionKind.UPLOAD, PAIRS);
      comparison.unseen(ConnectionKind.BIG_RESPONSE, PAIRS);
      comparison.unseen(ConnectionKind.HALF_CLOSE, PAIRS);
    } finally {
      LAB.sh("client", client.reset);
    }
  }
}
