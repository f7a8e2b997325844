package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A front-end hands connections to three servers, and each stays with its own.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   by hash, to all three;
 *                                            +-----------[ b ]-san0-+   no policy
 *                                            +-----------[ c ]-san0-+
 * </pre>
 */
@RequiresRoot
class DistributedConnectionsIT {

  private static final int CONNECTIONS = 8;

  /** The rule that loses what clients ask. */
  private static final String REQUESTS = "-p tcp --dport 80 --tcp-flags PSH PSH -j DROP";

  @RegisterExtension
  static final TestLab LAB =
      new TestLab(
          """
          kinds:
            back-end: { services: [apache] }
            router: { forward: true }
          nodes:
            client: {}
            front: { kind: router }
            a: { kind: back-end }
            b: { kind: back-end }
            c: { kind: back-end }
          links:
            - { endpoints: ["client:eth0", "front:eth0"] }
          networks:
            lan: { members: ["front:eth1", "a:eth0", "b:eth0", "c:eth0"] }
            san: { members: ["a:san0", "b:san0", "c:san0"] }
          endpoints:
            web:
              address: 10.9.100.1
              port: 80
              back-ends: [a, b, c]
              front-end: { node: front, distribute: hash, to: [a, b, c] }
              san: san
          """);

  @Test
  void a_request_that_is_sent_again_and_again_goes_to_the_server_of_its_connection()
      throws Exception {
    LAB.atClient(
        () -> {
          List<WebConnection> connections = new ArrayList<>();
          Visit visit = new Visit("again", false, 0);
          Page page = Page.ofClass(0, 1, "a");
          try {
            for (int i = 0; i < CONNECTIONS; i++) {
              connections.add(WebConnection.open(LAB.server()));
            }
            LAB.sh("front", "iptables -A FORWARD " + REQUESTS);
            try {
              for (WebConnection connection : connections) {
                connection.send(visit.get(page, "1.1"));
              }
              // Linux gives a socket another hash when its retransmission timer ends.
              await().until(() -> lost() >= 3 * CONNECTIONS);
            } finally {
              LAB.sh("front", "iptables -D FORWARD " + REQUESTS);
            }
            for (WebConnection connection : connections) {
              assertThat(connection.read().status()).isEqualTo(200);
            }
          } finally {
            for (WebConnection connection : connections) {
              connection.close();
            }
          }
          return true;
        });
  }

  /** Packets that have met the rule. */
  private static long lost() throws Exception {
    String rule = LAB.sh("front", "iptables -nvxL FORWARD | grep DROP");
    return Long.parseLong(rule.strip().split("\\s+", -1)[0]);
  }
}
