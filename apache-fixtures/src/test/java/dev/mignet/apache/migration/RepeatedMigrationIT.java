package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One connection goes all over the cluster; only the node where it landed forwards, straight to
 * where it is. Then its addresses are used again at once.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+
 *                                            +-----------[ c ]-san0-+
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class RepeatedMigrationIT {
  private static final List<String> NODES = List.of("a", "b", "c");

  /** Ten migrations: on to the third node, back, home, and round. */
  private static final List<String> TOUR =
      List.of("b", "c", "b", "c", "a", "b", "a", "c", "b", "c", "a");

  private static final int ROUNDS = 20;

  /** The rule that loses acknowledgments without data. */
  private static final String BARE_ACK =
      "OUTPUT -p tcp --dport 80 --tcp-flags SYN,FIN,RST,PSH,ACK ACK -j DROP";

  /** The rule that loses the first answer to a SYN. */
  private static final String FIRST_SYN_ACK =
      "INPUT -p tcp --sport 80 --tcp-flags SYN,ACK SYN,ACK"
          + " -m statistic --mode nth --every 1000000 --packet 0 -j DROP";

  @RegisterExtension static final TestLab LAB = new TestLab(MigratedConnections.topology("event"));

  @TempDir private Path folder;

  @Test
  void entries_point_to_the_node_that_serves_wherever_the_connection_goes() throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Visit visit = new Visit("tour", true, 0);
                for (String node : TOUR) {
                  ask(connection, visit, node);
                  await()
                      .untilAsserted(
                          () -> assertThat(entries(connection)).isEqualTo(expected(node)));
                  ask(connection, visit, node);
                }
                return connection.port();
              }
            });
    ClientTrace trace = ClientTrace.of(capture.stop(), List.of(port));
    assertThat(trace.connections()).isEqualTo(1);
    assertThat(trace.faults()).isEmpty();
  }

  @Test
  void a_connection_goes_on_before_anybody_knows_where_it_is() throws Exception {
    LAB.atClient(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            try (WebConnection connection = WebConnection.open(LAB.server())) {
              Visit visit = new Visit("hurry", true, i);
              for (String node : TOUR) {
                ask(connection, visit, node);
              }
              ask(connection, visit, "c");
              await().untilAsserted(() -> assertThat(entries(connection)).isEqualTo(expected("c")));
            }
          }
          return true;
        });
  }

  @Test
  void addresses_of_a_connection_that_was_reset_are_used_again_at_once() throws Exception {
    LAB.atClient(
        () -> {
          int port = 0;
          for (int i = 0; i < ROUNDS; i++) {
            WebConnection connection = WebConnection.open(LAB.server(), port);
            port = connection.port();
            Visit visit = new Visit("reused", true, i);
            ask(connection, visit, "b");
            if (i % 2 == 0) {
              ask(connection, visit, "c");
            }
            connection.reset();
          }
          return true;
        });
  }

  @Test
  void addresses_of_a_connection_that_its_server_closed_are_used_again_at_once() throws Exception {
    LAB.atClient(
        () -> {
          int port = 0;
          for (int i = 0; i < ROUNDS; i++) {
            try (WebConnection connection = WebConnection.openAgain(LAB.server(), port)) {
              port = connection.port();
              Visit visit = new Visit("closed", true, i);
              connection.send(visit.get(visit.small(), "1.0"));
              visit.expect(visit.small(), connection);
              assertThat(connection.drain()).isZero();
            }
          }
          return true;
        });
  }

  @Test
  void only_the_syn_waits_of_a_connection_that_stays_on_addresses_of_one_that_moved()
      throws Exception {
    LAB.atClient(
        () -> {
          int port = portOfOneThatMoved(new Visit("moved", true, 0));
          long waited = LAB.counter("a", "packets");
          try (WebConnection next = WebConnection.openAgain(LAB.server(), port)) {
            Visit stays = new Visit("stays", true, 0);
            for (int i = 0; i < 3; i++) {
              ask(next, stays, "a");
            }
          }
          assertThat(LAB.counter("a", "packets")).isEqualTo(waited + 1);
          return true;
        });
  }

  @Test
  void addresses_of_a_connection_that_moved_are_used_again_while_the_daemon_is_dead()
      throws Exception {
    LAB.atClient(
        () -> {
          for (int i = 0; i < 3; i++) {
            int port = portOfOneThatMoved(new Visit("before-death", true, i));
            LAB.killDaemon("a"); // the lab starts it again
            try (WebConnection next = WebConnection.openAgain(LAB.server(), port)) {
              ask(next, new Visit("after-death", true, i), "a");
            }
          }
          return true;
        });
  }

  @Test
  void a_connection_goes_on_that_was_made_on_forgotten_addresses_while_the_daemon_was_dead()
      throws Exception {
    LAB.atClient(
        () -> {
          int port = portOfOneThatMoved(new Visit("forgotten", true, 0));
          await().until(() -> isClosed(port));
          LAB.running()
              .inside(
                  "a",
                  () -> {
                    TrackedConnections.flush(); // as a minute or two do
                    return true;
                  });
          LAB.killDaemon("a");
          try (WebConnection next = WebConnection.openAgain(LAB.server(), port)) {
            Visit visit = new Visit("after-oblivion", true, 0);
            ask(next, visit, "a");
            await().ignoreExceptions().until(() -> LAB.counter("a", "recovered") > 0);
            ask(next, visit, "a");
          }
          return true;
        });
  }

  @Test
  void what_a_client_sends_at_once_arrives_on_addresses_of_a_connection_that_moved()
      throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    ClientCapture home = ClientCapture.atBackEnd(LAB, "a", folder.resolve("a.pcapng"));
    int client =
        LAB.atClient(
            () -> {
              int port = portOfOneThatMoved(new Visit("before", true, 0));
              // The handshake's last ACK is lost, so that what follows it finds no entry of its
              // making.
              try (WebConnection next = openAgainWith(BARE_ACK, port)) {
                Visit stays = new Visit("after", false, 0);
                String request = stays.get(stays.small(), "1.0");
                LAB.freeze("a", TestLab.DAEMON);
                try {
                  next.send(request.substring(0, 9));
                  next.send(request.substring(9));
                  home.stop(); // both have arrived
                } finally {
                  LAB.signal(TestLab.SIGCONT, "a", TestLab.DAEMON);
                }
                stays.expect(stays.small(), next);
              }
              return port;
            });
    assertThat(capture.stop())
        .filteredOn(segment -> segment.clientPort() == client)
        .filteredOn(segment -> !segment.fromServer() && segment.length() > 0)
        .isNotEmpty()
        .allSatisfy(segment -> assertThat(segment.remarks()).isEmpty());
  }

  @Test
  void a_handshake_on_addresses_of_a_connection_that_moved_is_repeated_and_its_socket_can_reset()
      throws Exception {
    LAB.atClient(
        () -> {
          int port = portOfOneThatMoved(new Visit("gone", true, 0));
          try (WebConnection next = openAgainWith(FIRST_SYN_ACK, port)) {
            ask(next, new Visit("repeated", false, 0), "a");
            LAB.sh("a", "ss --kill --tcp --numeric dport = :" + port);
            await().until(() -> isReset(next));
          }
          return true;
        });
  }

  /** Whether the server's kernel has sent a RST that the client's has taken. */
  private static boolean isReset(WebConnection connection) {
    try {
      connection.send("x");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Of a connection that has moved from a, and that its server has closed. */
  private static int portOfOneThatMoved(Visit visit) throws IOException {
    try (WebConnection moved = WebConnection.open(LAB.server())) {
      moved.send(visit.get(visit.small(), "1.0"));
      visit.expect(visit.small(), moved);
      assertThat(moved.drain()).isZero();
      return moved.port();
    }
  }

  /** The client's kernel has that rule until the connection is there. */
  private static WebConnection openAgainWith(String rule, int port) throws Exception {
    LAB.sh("client", "iptables -A " + rule);
    try {
      return WebConnection.openAgain(LAB.server(), port);
    } finally {
      LAB.sh("client", "iptables -D " + rule);
    }
  }

  /** Whether a knows that the server of a connection that it forwards has closed it. */
  private static boolean isClosed(int port) throws IOException {
    return new Orders(LAB)
        .connections("a").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(known -> known.get("client").getAsString().endsWith(":" + port))
            .anyMatch(known -> known.get("closed").getAsBoolean());
  }

  private static void ask(WebConnection connection, Visit visit, String node) throws IOException {
    Page page =
        switch (node) {
          case "a" -> Page.ofClass(3, 0, node);
          case "b" -> Page.ofClass(0, 1, node);
          default -> Page.ofClass(1, 2, node);
        };
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }

  /** What the nodes have to know of a connection that is served there. */
  private static Map<String, String> expected(String node) {
    return node.equals("a") ? Map.of("a", "local") : Map.of("a", "forward " + node, node, "local");
  }

  /** What the nodes know of a connection: its state, and where it has gone. */
  private static Map<String, String> entries(WebConnection connection) throws IOException {
    JsonObject request = new JsonObject();
    request.addProperty("command", "connections");
    Map<String, String> entries = new TreeMap<>();
    for (String node : NODES) {
      for (JsonElement each : LAB.ask(node, request).getAsJsonArray("connections")) {
        JsonObject known = each.getAsJsonObject();
        if (known.get("client").getAsString().equals(connection.client())) {
          String peer = known.get("peer").getAsString();
          entries.put(node, (known.get("state").getAsString() + ' ' + peer).strip());
        }
      }
    }
    return entries;
  }
}
