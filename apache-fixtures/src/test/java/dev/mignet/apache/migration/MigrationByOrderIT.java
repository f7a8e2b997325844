package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.RequiresRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Idle connections migrate when the control socket says so, without a request that asks for it.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   no policy
 *                                            +-----------[ b ]-san0-+
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class MigrationByOrderIT {
  static final String TOPOLOGY =
      """
      kinds:
        back-end: { services: [ { apache: { max-keep-alive-requests: 0 } } ] }
        router: { forward: true }
      nodes:
        client: {}
        front: { kind: router }
        a: { kind: back-end, sysctls: { net.ipv4.tcp_timestamps: 2 } }
        b: { kind: back-end }
      links:
        - endpoints: ["client:eth0", "front:eth0"]
      networks:
        lan: { members: ["front:eth1", "a:eth0", "b:eth0"] }
        san: { profile: myrinet-pci64b, members: ["a:san0", "b:san0"] }
      endpoints:
        web:
          address: 10.9.100.1
          port: 80
          back-ends: [a, b]
          front-end: { node: front, distribute: hash, to: [a] }
          san: san
      """;

  private static final int MOVES = 200;

  @RegisterExtension static final TestLab LAB = new TestLab(TOPOLOGY);

  private static final Orders ORDERS = new Orders(LAB);

  @TempDir private Path folder;

  @Test
  void an_idle_connection_moves_and_the_next_request_is_served_at_the_target() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Visit visit = new Visit("idle", false, 0);
            ORDERS.ask(connection, visit, "a");
            ORDERS.order("a", connection, "b");
            await().until(() -> ORDERS.state("a", connection).equals(Optional.of("forward")));
            assertThat(ORDERS.state("b", connection)).hasValue("local");
            ORDERS.ask(connection, visit, "b");
          }
          return true;
        });
  }

  @Test
  void a_connection_that_has_said_nothing_moves_with_its_window() throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                await().until(() -> ORDERS.state("a", connection).isPresent());
                ORDERS.order("a", connection, "b");
                await().until(() -> ORDERS.state("b", connection).isPresent());
                ORDERS.ask(connection, new Visit("silent", false, 0), "b");
                return connection.port();
              }
            });
    // A server that takes the window for closed probes it with a number that it has sent before.
    assertThat(capture.stop())
        .filteredOn(segment -> segment.fromServer() && segment.clientPort() == port)
        .extracting(Segment::sequence)
        .isNotEmpty()
        .isSortedAccordingTo((one, next) -> Integer.signum(one - next));
  }

  @Test
  void a_connection_goes_to_and_fro_while_requests_come() throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Visit visit = new Visit("to-and-fro", false, 0);
                ORDERS.ask(connection, visit, "a");
                for (int i = 0; i < MOVES; i++) {
                  String from = i % 2 == 0 ? "a" : "b";
                  String to = i % 2 == 0 ? "b" : "a";
                  ORDERS.order(from, connection, to);
                  ORDERS.ask(connection, visit, to); // at once: the migration is under way
                }
                return connection.port();
              }
            });
    ClientTrace trace = ClientTrace.of(capture.stop(), List.of(port));
    assertThat(trace.connections()).isEqualTo(1);
    assertThat(trace.faults()).isEmpty();
  }

  @Test
  void an_order_that_cannot_be_followed_says_why_and_changes_nothing() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Visit visit = new Visit("refused", false, 0);
            ORDERS.ask(connection, visit, "a");
            assertThatThrownBy(() -> LAB.ask("a", Orders.migrate(connection, "c")))
                .hasMessage("no back-end is named \"c\"");
            assertThatThrownBy(() -> LAB.ask("b", Orders.migrate(connection, "a")))
                .hasMessageContaining("no connection of client " + connection.client());
            assertThatThrownBy(() -> LAB.ask("a", Orders.migrate(connection, "a")))
                .hasMessageContaining("already at its target");
            ORDERS.ask(connection, visit, "a");
          }
          return true;
        });
  }
}
