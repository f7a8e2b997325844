package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the target is in no state for, the initiator does itself, and the client sees nothing.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+   class 0: its accept queue is full
 *                                            +-----------[ c ]-san0-+   class 1: its Apache is dead
 *                                            +-----------[ d ]-san0-+   class 3: its daemon is dead
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class FallBackIT {
  private static final String TOPOLOGY =
      """
      kinds:
        back-end: { services: [ apache ] }
        router: { forward: true }
      nodes:
        client: {}
        front: { kind: router }
        a: { kind: back-end }
        b: { kind: back-end, services: [ { apache: { backlog: 1 } } ] }
        c: { kind: back-end }
        d: { kind: back-end }
      links:
        - endpoints: ["client:eth0", "front:eth0"]
      networks:
        lan: { members: ["front:eth1", "a:eth0", "b:eth0", "c:eth0", "d:eth0"] }
        san: { profile: myrinet-pci64b, members: ["a:san0", "b:san0", "c:san0", "d:san0"] }
      endpoints:
        web:
          address: 10.9.100.1
          port: 80
          back-ends: [a, b, c, d]
          front-end: { node: front, distribute: hash, to: [a] }
          san: san
          policy:
            - { url: /class0/, migrate-to: b }
            - { url: /class1/, migrate-to: c }
            - { url: /class3/, migrate-to: d }
      """;

  private static final int VISITS = 20;

  /** A migration SYN is sent five times, 50 ms apart, and this machine may be busy. */
  private static final Duration PATIENCE = Patience.of(Duration.ofMillis(500));

  /** With a backlog of 1, two: the kernel refuses when there are more than the backlog says. */
  private static final int FITTING = 2;

  private static final Page STAYS = Page.ofClass(2, 0, "a");

  @RegisterExtension static final TestLab LAB = new TestLab(TOPOLOGY);

  @TempDir private Path folder;

  @Test
  void the_initiator_serves_when_the_accept_queue_of_the_target_is_full() throws Exception {
    LAB.freeze("b", TestLab.APACHE);
    List<WebConnection> waiting = LAB.running().inside("b", FallBackIT::fillAcceptQueue);
    try {
      assertServedUnseen(Page.ofClass(0, 8, "a"), "b");
    } finally {
      for (WebConnection connection : waiting) {
        connection.close();
      }
      LAB.signal(TestLab.SIGCONT, "b", TestLab.APACHE);
    }
    Page moves = Page.ofClass(0, 8, "b");
    await()
        .ignoreException(IOException.class)
        .untilAsserted(() -> LAB.atClient(() -> visit("again", moves)));
  }

  @Test
  void the_initiator_serves_those_of_many_for_which_the_room_is_gone_when_their_checkpoints_come()
      throws Exception {
    long givenBack = LAB.counter("a", "given_back_by_target");
    // A machine so busy that migration SYNs time out proves nothing: again.
    await()
        .until(
            () -> {
              ClientCapture capture = ClientCapture.start(LAB, folder.resolve("crowd.pcapng"));
              List<Integer> ports = LAB.atClient(FallBackIT::sendManyAtOnce);
              assertThat(ClientTrace.of(capture.stop(), ports).faults()).isEmpty();
              return LAB.counter("a", "given_back_by_target") > givenBack;
            });
  }

  /** More than fit migrate at once: b promises room to all before any of them takes it. */
  private static List<Integer> sendManyAtOnce() throws IOException {
    Visit visit = new Visit("crowd", false, 0);
    List<WebConnection> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 4 * FITTING; i++) {
        crowd.add(WebConnection.open(LAB.server()));
      }
      long decided = decided();
      LAB.freeze("b", TestLab.APACHE);
      LAB.freeze("b", TestLab.DAEMON);
      for (WebConnection connection : crowd) {
        connection.send(visit.get(Page.ofClass(0, 8, "a"), "1.1"));
      }
      LAB.signal(TestLab.SIGCONT, "b", TestLab.DAEMON);
      await().until(() -> decided() >= decided + crowd.size());
      LAB.signal(TestLab.SIGCONT, "b", TestLab.APACHE);
      for (WebConnection connection : crowd) {
        WebResponse response = connection.read();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Page.ofClass(0, 8, "a").content());
      }
    } finally {
      LAB.signal(TestLab.SIGCONT, "b", TestLab.DAEMON);
      LAB.signal(TestLab.SIGCONT, "b", TestLab.APACHE);
      for (WebConnection connection : crowd) {
        connection.close();
      }
    }
    return crowd.stream().map(WebConnection::port).toList();
  }

  /** Migrations that have come to b, or will not. */
  private static long decided() throws IOException {
    return LAB.counter("b", "imports_done")
        + LAB.counter("a", "rejected_by_target")
        + LAB.counter("a", "timed_out");
  }

  @Test
  void the_initiator_serves_when_the_server_of_the_target_is_dead() throws Exception {
    LAB.signal(TestLab.SIGKILL, "c", TestLab.APACHE);
    await().until(() -> LAB.processes("c", TestLab.APACHE).isEmpty());
    assertServedUnseen(Page.ofClass(1, 3, "a"), "c");
  }

  @Test
  void the_initiator_serves_when_the_daemon_of_the_target_is_dead() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection moved = WebConnection.open(LAB.server())) {
            Page moves = Page.ofClass(3, 0, "d");
            Visit visit = new Visit("orphan", false, 0);
            ask(moved, visit, STAYS);
            ask(moved, visit, moves);
            LAB.leaveDaemonsDead();
            LAB.signal(TestLab.SIGKILL, "d", TestLab.DAEMON);
            await().until(() -> LAB.processes("d", TestLab.DAEMON).isEmpty());
            // What had moved lives in the kernels and goes on without the daemon.
            ask(moved, visit, moves);
          }
          return true;
        });
    long timedOut = LAB.counter("a", "timed_out");
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < VISITS; i++) {
      String kind = "dead-" + i;
      long begin = System.nanoTime();
      LAB.atClient(() -> visit(kind, Page.ofClass(3, 0, "a")));
      times.add(Duration.ofNanos(System.nanoTime() - begin));
    }
    assertThat(times.stream().sorted().skip(VISITS / 2).findFirst().orElseThrow())
        .as("the median time of a visit")
        .isLessThan(PATIENCE);
    assertThat(LAB.counter("a", "timed_out")).isEqualTo(timedOut + VISITS);
  }

  /** New connections and such that have been served before; none leaves a trace at the target. */
  private void assertServedUnseen(Page page, String target) throws Exception {
    long rejected = LAB.counter("a", "rejected_by_target");
    String logged = LAB.apacheLog(target, "access.log") + LAB.apacheLog(target, "error.log");
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < VISITS; i++) {
      String kind = "refused-" + i;
      ports.add(LAB.atClient(() -> visit(kind, page)));
      ports.add(LAB.atClient(() -> visit(kind, STAYS, page, STAYS)));
    }
    ClientTrace trace = ClientTrace.of(capture.stop(), ports);
    assertThat(trace.connections()).isEqualTo(2 * VISITS);
    assertThat(trace.faults()).isEmpty();
    assertThat(LAB.counter("a", "rejected_by_target")).isEqualTo(rejected + 2 * VISITS);
    assertThat(LAB.apacheLog(target, "access.log") + LAB.apacheLog(target, "error.log"))
        .isEqualTo(logged);
  }

  /** One connection that asks for pages; its port. */
  private static int visit(String kind, Page... pages) throws IOException {
    Visit visit = new Visit(kind, false, 0);
    try (WebConnection connection = WebConnection.open(LAB.server())) {
      for (Page page : pages) {
        ask(connection, visit, page);
      }
      return connection.port();
    }
  }

  private static void ask(WebConnection connection, Visit visit, Page page) throws IOException {
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }

  /** As many connections as fit, with the beginning of a request. */
  private static List<WebConnection> fillAcceptQueue() throws IOException {
    List<WebConnection> waiting = new ArrayList<>();
    for (int i = 0; i < FITTING; i++) {
      WebConnection connection = WebConnection.open(LAB.server());
      connection.send("GET /class2/");
      waiting.add(connection);
    }

    await().until(() -> LAB.running().inside("b", FallBackIT::waitingForAccept) == FITTING);
    return waiting;
  }

  /** A listener's rx_queue in /proc/net/tcp is the length of its accept queue. */
  private static int waitingForAccept() throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/net/tcp")).stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields[3].equals("0A"))
        .mapToInt(fields -> Integer.parseInt(fields[4].split(":", 2)[1], 16))
        .sum();
  }
}
