package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node dies for good: whoever forwards connections to it gives them up, and their clients see
 * what they would see of a server that has crashed.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+
 *                                            +-----------[ c ]-san0-+   its cables are pulled
 * </pre>
 */
@RequiresRoot
class DeadNodeIT {
  private static final String TOPOLOGY =
      """
      kinds:
        back-end: { services: [ { apache: { max-keep-alive-requests: 0, keep-alive-timeout: 60 s } } ] }
        router: { forward: true }
      nodes:
        client: {}
        front: { kind: router }
        a: { kind: back-end }
        b: { kind: back-end }
        c: { kind: back-end }
      links:
        - endpoints: ["client:eth0", "front:eth0"]
      networks:
        lan: { members: ["front:eth1", "a:eth0", "b:eth0", "c:eth0"] }
        san: { profile: myrinet-pci64b, members: ["a:san0", "b:san0", "c:san0"] }
      endpoints:
        web:
          address: 10.9.100.1
          port: 80
          back-ends: [a, b, c]
          front-end: { node: front, distribute: hash, to: [a] }
          san: san
          dead-after: 2 s
      """;

  private static final int ANSWER_MILLIS = 200;
  private static final List<String> CABLES = List.of("c:eth0", "c:san0");

  @RegisterExtension static final TestLab LAB = new TestLab(TOPOLOGY);

  private static final Orders ORDERS = new Orders(LAB);

  private final Visit visit = new Visit("dead", false, 0);

  @AfterEach
  void cables_are_put_back() throws IOException {
    for (String cable : CABLES) {
      cables().up(cable);
    }
    InetAddress c = IpPrefix.address(LAB.address("c", "san0"));
    for (String node : List.of("a", "b")) {
      await().until(() -> LAB.running().inside(node, () -> c.isReachable(ANSWER_MILLIS)));
    }
  }

  @Test
  void connections_that_went_to_it_are_given_up() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection stays = WebConnection.open(LAB.server());
              WebConnection rests = moved("c");
              WebConnection asks = moved("c")) {
            ORDERS.ask(stays, visit, "a");
            pullCables();
            asks.send(visit.get(Page.ofClass(2, 0, "c"), "1.1"));
            awaitNothingOf("a", rests);
            awaitNothingOf("a", asks);
            assertReset(asks);
            ORDERS.ask(stays, visit, "a");
            rests.send(visit.get(Page.ofClass(2, 0, "c"), "1.1"));
            assertReset(rests);
          }
          return true;
        });
  }

  @Test
  void a_node_in_between_gives_them_up_too_and_says_so() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection connection = moved("b")) {
            LAB.freeze("a", TestLab.DAEMON); // it does not hear that b need not be in between
            try {
              ORDERS.order("b", connection, "c");
              await()
                  .until(() -> ORDERS.state("b", connection).filter("relay"::equals).isPresent());
              ORDERS.ask(connection, visit, "c");
              pullCables();
              awaitNothingOf("b", connection);
              connection.send(visit.get(Page.ofClass(2, 0, "c"), "1.1"));
              assertReset(connection);
            } finally {
              LAB.signal(TestLab.SIGCONT, "a", TestLab.DAEMON);
            }
            await().until(() -> isClosed("a", connection));
          }
          return true;
        });
  }

  /** A connection that was made at a and is served by another node. */
  private WebConnection moved(String to) throws IOException {
    WebConnection connection = WebConnection.open(LAB.server());
    ORDERS.ask(connection, visit, "a");
    ORDERS.order("a", connection, to);
    await().until(() -> ORDERS.state("a", connection).filter("forward"::equals).isPresent());
    ORDERS.ask(connection, visit, to);
    return connection;
  }

  private static void pullCables() throws IOException {
    for (String cable : CABLES) {
      cables().down(cable);
    }
  }

  private static LinkControl cables() {
    return new LinkControl(new LocalLabs(), LAB.running().lab().name());
  }

  private static void awaitNothingOf(String node, WebConnection connection) {
    await().until(() -> ORDERS.state(node, connection).isEmpty());
  }

  private static boolean isClosed(String node, WebConnection connection) throws IOException {
    for (JsonElement known : ORDERS.connections(node)) {
      if (known.getAsJsonObject().get("client").getAsString().equals(connection.client())) {
        return known.getAsJsonObject().get("closed").getAsBoolean();
      }
    }
    return true;
  }

  private static void assertReset(WebConnection connection) {
    assertThatThrownBy(connection::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }
}
