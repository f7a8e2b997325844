package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
      return """
          seed: 1
          kinds:
            back-end: { services: [ { apache: { max-keep-alive-requests: 0, keep-alive-timeout: 60 s } } ] }
            router: { forward: true }
          nodes:
            client: {}
            front: { kind: router }
            a: { kind: back-end, sysctls: { net.ipv4.tcp_timestamps: 2 } }
            b: { kind: back-end }
            c: { kind: back-end }
          links:
            - { endpoints: ["client:eth0", "front:eth0"] %s }
          networks:
            lan: { members: ["front:eth1", "a:eth0", "b:eth0", "c:eth0"] }
            san: { %s members: ["a:san0", "b:san0", "c:san0"] }
          endpoints:
            web:
              address: 10.9.100.1
              port: 80
              back-ends: [a, b, c]
              front-end: { node: front, distribute: hash, to: [a] }
              san: san
              policy:
                - { url: /class0/, migrate-to: a }
                - { url: /class1/, migrate-to: b }
                - { url: /class2/, migrate-to: c }
          """
          .formatted(client, san);
    }
  }

  private static final List<String> NODES = List.of("a", "b", "c");
  private static final int CONNECTIONS = 20;
  private static final int REQUESTS = 50;

  /** Six retransmissions of one segment, each after twice the time. */
  private static final int PATIENCE_MILLIS = 60_000;

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
      clients.add(() -> failureOf(network, number));
    }
    List<String> failures = NodeThreads.run(LAB.running(), "client", CONNECTIONS, clients);
    assertThat(failures).allMatch(String::isEmpty);
    // Two thirds of the requests are for another node than the one before. Where a segment is
    // missing, or the SAN loses every migration SYN, a connection stays where it is.
    assertThat(LAB.migrations() - before).isGreaterThan(CONNECTIONS * REQUESTS / 4);
  }

  /** One connection that asks for pages at random; what went wrong, or nothing. */
  private static String failureOf(Network network, int number) {
    SplittableRandom random = new SplittableRandom(number);
    String at = network + ", connection " + number;
    try (WebConnection connection =
        WebConnection.open(LAB.server(), socket -> socket.setSoTimeout(PATIENCE_MILLIS))) {
      Visit visit = new Visit(network.name(), true, number);
      at += ", port " + connection.port();
      for (int i = 0; i < REQUESTS; i++) {
        int target = random.nextInt(NODES.size());
        Page page = Page.ofClass(target, random.nextInt(9), NODES.get(target));
        connection.send(visit.get(page, "1.1"));
        WebResponse response = connection.read();
        if (response.status() != 200) {
          return at + ", request " + i + ": status " + response.status();
        }
        if (!ConnectionKind.sha256(response.body()).equals(ConnectionKind.sha256(page.content()))) {
          return at + ", request " + i + ": another body than that of " + page.path();
        }
      }
      return "";
    } catch (IOException e) {
      return at + ": " + e;
    }
  }
}
