package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Daemons are killed while connections live; the lab starts them again, and they go on where they
 * were.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   no policy
 *                                            +-----------[ b ]-san0-+
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class RestartedDaemonIT {
  /** A machine that has much to do takes its time to start a daemon. */
  private static final String PATIENT = "max-keep-alive-requests: 0, keep-alive-timeout: 60 s";

  @RegisterExtension
  static final TestLab LAB =
      new TestLab(MigrationByOrderIT.TOPOLOGY.replace("max-keep-alive-requests: 0", PATIENT));

  private static final Orders ORDERS = new Orders(LAB);

  @TempDir private Path folder;

  @AfterEach
  void nothingIsLeftAtTheInitiator() {
    await()
        .atMost(Patience.of(Duration.ofMinutes(2)))
        .untilAsserted(
            () -> assertThat(states("a")).as("a's connections").isSubsetOf("local", "closed"));
  }

  @Test
  void a_connection_that_moved_is_served_on_when_the_initiator_s_daemon_was_killed()
      throws Exception {
    assertServedOnAfterTheDeathOf("a");
  }

  @Test
  void a_connection_that_moved_is_served_on_when_the_target_s_daemon_was_killed() throws Exception {
    assertServedOnAfterTheDeathOf("b");
  }

  @Test
  void a_connection_that_is_closed_while_both_daemons_are_dead_leaves_nothing() throws Exception {
    LAB.atClient(
        () -> {
          long a = pid("a");
          long b = pid("b");
          try (WebConnection connection = moved("both")) {
            assertThat(connection.port()).isPositive();
            kill("a");
            kill("b");
          }
          awaitRestart("a", a);
          awaitRestart("b", b);
          return true;
        });
    assertThat(LAB.counter("a", "recovered")).isPositive();
  }

  @Test
  void a_connection_that_never_moved_does_not_notice() throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Visit visit = new Visit("stays", false, 0);
                ORDERS.ask(connection, visit, "a");
                long before = pid("a");
                kill("a");
                ORDERS.ask(connection, visit, "a");
                awaitRestart("a", before);
                ORDERS.ask(connection, visit, "a");
                return connection.port();
              }
            });
    ClientTrace trace = ClientTrace.of(capture.stop(), List.of(port));
    assertThat(trace.faults()).isEmpty();
  }

  private void assertServedOnAfterTheDeathOf(String node) throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = moved("killed-" + node)) {
                Visit visit = new Visit("after-" + node, false, 0);
                long before = pid(node);
                kill(node);
                ORDERS.ask(connection, visit, "b");
                awaitRestart(node, before);
                ORDERS.ask(connection, visit, "b");
                assertThat(ORDERS.state("a", connection)).hasValue("forward");
                assertThat(ORDERS.state("b", connection)).hasValue("local");
                return connection.port();
              }
            });
    ClientTrace trace = ClientTrace.of(capture.stop(), List.of(port));
    assertThat(trace.connections()).isEqualTo(1);
    assertThat(trace.faults()).isEmpty();
  }

  /** A connection that was made at a and is served by b. */
  private static WebConnection moved(String name) throws IOException {
    WebConnection connection = WebConnection.open(LAB.server());
    Visit visit = new Visit(name, false, 0);
    ORDERS.ask(connection, visit, "a");
    ORDERS.order("a", connection, "b");
    await().until(() -> ORDERS.state("a", connection).equals(Optional.of("forward")));
    ORDERS.ask(connection, visit, "b");
    return connection;
  }

  /** Returns when it is dead: what its queue held then is lost, and no matter here. */
  private static void kill(String node) throws IOException {
    long pid = pid(node);
    LAB.signal(TestLab.SIGKILL, node, TestLab.DAEMON);
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  private static long pid(String node) {
    return LAB.processes(node, TestLab.DAEMON).get(0);
  }

  private static void awaitRestart(String node, long before) {
    await()
        .atMost(Patience.of(Duration.ofMinutes(2)))
        .ignoreExceptions()
        .until(() -> pid(node) != before && LAB.counter(node, "connections") >= 0);
  }

  private static List<String> states(String node) throws IOException {
    return ORDERS.connections(node).asList().stream()
        .map(known -> known.getAsJsonObject())
        .map(
            known ->
                known.get("closed").getAsBoolean() ? "closed" : known.get("state").getAsString())
        .toList();
  }
}
