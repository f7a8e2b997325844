package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
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
            try (WebConnection connection = again(port)) {
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

  /** As soon as the client's own kernel allows it: when its last ACK is on its way. */
  private static WebConnection again(int port) {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .ignoreExceptionsInstanceOf(BindException.class)
        .until(() -> WebConnection.open(LAB.server(), port), connection -> true);
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
