package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.files.FileSet;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Front-ends send the packets of a connection that has moved to its new server themselves (the
 * paper, section 4). All connections land on a; class 0 moves them to b, class 1 to c, class 3
 * back.
 *
 * <pre>
 *              eth0          eth0            eth1              eth0
 *   [ client ]-------+---------[ front ]------+-----------[ a ]-san0-+
 *             access |                        | LAN       [ b ]-san0-+
 *                    +---------[ other ]------+-----------[ c ]-san0-+
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class FrontEndVariantIT {
  // What is closed is forgotten by the kernel soon: what is left then has been left for good.
  static final String TOPOLOGY =
      """
      kinds:
        back-end: { services: [ apache ], sysctls: { SOON } }
        router: { forward: true, sysctls: { SOON } }
      nodes:
        client: {}
        front: { kind: router }
        other: { kind: router }
        a: { kind: back-end, sysctls: { net.ipv4.tcp_timestamps: 2 } }
        b: { kind: back-end }
        c: { kind: back-end }
      networks:
        access: { members: ["client:eth0", "front:eth0", "other:eth0"] }
        lan: { members: ["front:eth1", "other:eth1", "a:eth0", "b:eth0", "c:eth0"] }
        san: { profile: myrinet-pci64b, members: ["a:san0", "b:san0", "c:san0"] }
      endpoints:
        web:
          address: 10.9.100.1
          port: 80
          back-ends: [a, b, c]
          front-end: [ { node: front, to: [a] }, { node: other, to: [a] } ]
          variant: front-end
          san: san
          policy:
            - { url: /class0/, migrate-to: b }
            - { url: /class1/, migrate-to: c }
            - { url: /class3/, migrate-to: a }
      """
          .replace(
              "SOON",
              "net.netfilter.nf_conntrack_tcp_timeout_time_wait: 1,"
                  + " net.netfilter.nf_conntrack_tcp_timeout_last_ack: 1,"
                  + " net.netfilter.nf_conntrack_tcp_timeout_close: 1");

  private static final List<String> FRONT_ENDS = List.of("front", "other");

  /** Enough that each front-end gets some. */
  static final int CONNECTIONS = 16;

  /** Enough that a daemon is interrupted at any of its steps while the client goes on. */
  private static final int REUSES = 200;

  @RegisterExtension static final TestLab LAB = new TestLab(TOPOLOGY);

  private final Orders orders = new Orders(LAB);

  @TempDir private Path folder;

  @Test
  void what_a_client_sends_passes_former_servers_no_more_once_the_new_one_has_spoken()
      throws Exception {
    ClientCapture client = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Visit visit = new Visit("tour", true, 0);
                ask(connection, visit, "a");
                ask(connection, visit, "b");
                ClientCapture home = ClientCapture.atBackEnd(LAB, "a", folder.resolve("a.pcapng"));
                ask(connection, visit, "b");
                download(connection, visit);
                ask(connection, visit, "c");
                ClientCapture b = ClientCapture.atBackEnd(LAB, "b", folder.resolve("b.pcapng"));
                ask(connection, visit, "c");
                ask(connection, visit, "c");
                assertThat(home.stop()).isEmpty();
                assertThat(b.stop()).isEmpty();
                return connection.port();
              }
            });
    ClientTrace trace = ClientTrace.of(client.stop(), List.of(port));
    assertThat(trace.connections()).isEqualTo(1);
    assertThat(trace.faults()).isEmpty();
  }

  @Test
  void a_connection_goes_on_when_the_front_ends_have_forgotten_it_and_is_known_again()
      throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Visit visit = new Visit("forgotten", true, 0);
            ask(connection, visit, "b");
            ask(connection, visit, "c");
            flush();
            ask(connection, visit, "c");
            ask(connection, visit, "c"); // what conntrack takes for assured now, at the latest
            ClientCapture home = ClientCapture.atBackEnd(LAB, "a", folder.resolve("a.pcapng"));
            ask(connection, visit, "c");
            assertThat(home.stop()).isEmpty();
            return true;
          }
        });
  }

  @Test
  void a_download_goes_on_when_the_front_ends_forget_its_connection() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Visit visit = new Visit("download", true, 0);
            Page page = visit.big();
            connection.send(visit.get(page, "1.1"));
            await().until(() -> orders.state("b", connection).isPresent());
            flush();
            visit.expect(page, connection);
            assertThat(tracking(connection.port())).hasSize(1);
            return true;
          }
        });
  }

  @Test
  void a_connection_keeps_to_the_front_end_through_which_it_came() throws Exception {
    LAB.atClient(
        () -> {
          List<WebConnection> connections = new ArrayList<>();
          try {
            Set<String> used = new TreeSet<>();
            for (int i = 0; i < CONNECTIONS; i++) {
              WebConnection connection = WebConnection.open(LAB.server());
              connections.add(connection);
              Visit visit = new Visit("through", true, i);
              List<String> through = tracking(connection.port());
              for (String node : List.of("a", "b", "c", "b", "a", "c")) {
                ask(connection, visit, node);
              }
              assertThat(through).hasSize(1);
              assertThat(tracking(connection.port())).isEqualTo(through);
              used.addAll(through);
            }
            assertThat(used).isEqualTo(Set.copyOf(FRONT_ENDS));
          } finally {
            for (WebConnection connection : connections) {
              connection.close();
            }
          }
          return true;
        });
  }

  @Test
  void a_server_answers_through_the_front_end_where_addresses_of_a_connection_that_moved_are_used()
      throws Exception {
    ClientCapture front = ClientCapture.atFrontEnd(LAB, "front", folder.resolve("front.pcapng"));
    ClientCapture other = ClientCapture.atFrontEnd(LAB, "other", folder.resolve("other.pcapng"));
    LAB.atClient(
        () -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            int port = 0;
            for (boolean moves : List.of(true, false)) {
              try (WebConnection connection = WebConnection.openAgain(LAB.server(), port)) {
                port = connection.port();
                Page page = moves ? Page.ofClass(0, 1, "b") : Page.ofClass(2, 0, "a");
                Visit visit = new Visit("again", moves, i);
                connection.send(visit.get(page, "1.0"));
                visit.expect(page, connection);
                assertThat(connection.drain()).isZero();
              }
            }
          }
          return true;
        });
    for (List<Segment> capture : List.of(front.stop(), other.stop())) {
      assertThat(accepted(capture)).isNotEmpty().isEqualTo(opened(capture));
    }
  }

  @Test
  void an_idle_connection_that_is_moved_by_order_keeps_to_its_front_end() throws Exception {
    LAB.atClient(
        () -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            try (WebConnection connection = WebConnection.open(LAB.server())) {
              List<String> through = tracking(connection.port());
              await().until(() -> orders.state("a", connection).isPresent());
              orders.order("a", connection, "b");
              await().until(() -> orders.state("b", connection).isPresent());
              Visit visit = new Visit("ordered", true, i);
              Page stays = Page.ofClass(2, 0, "b");
              connection.send(visit.get(stays, "1.1"));
              visit.expect(stays, connection);
              assertThat(tracking(connection.port())).isEqualTo(through);
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
          for (int i = 0; i < REUSES; i++) {
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

  /** Asks for a page that moves the connection to a node, if it is not there yet. */
  static void ask(WebConnection connection, Visit visit, String node) throws IOException {
    Page page =
        switch (node) {
          case "a" -> Page.ofClass(3, 0, node);
          case "b" -> Page.ofClass(0, 1, node);
          default -> Page.ofClass(1, 2, node);
        };
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }

  private static void download(WebConnection connection, Visit visit) throws IOException {
    Page page = new Page("class0/big", FileSet.BIG, "b");
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }

  /** The ISNs of clients. */
  private static Set<Integer> opened(List<Segment> capture) {
    return capture.stream()
        .filter(segment -> segment.has(Segment.SYN) && !segment.fromServer())
        .map(Segment::sequence)
        .collect(Collectors.toSet());
  }

  /** The ISNs of clients that servers have answered. */
  private static Set<Integer> accepted(List<Segment> capture) {
    return capture.stream()
        .filter(segment -> segment.has(Segment.SYN) && segment.fromServer())
        .map(segment -> segment.acknowledgment() - 1)
        .collect(Collectors.toSet());
  }

  private static void flush() throws Exception {
    for (String node : FRONT_ENDS) {
      LAB.running()
          .inside(
              node,
              () -> {
                TrackedConnections.flush();
                return true;
              });
    }
  }

  private static List<String> tracking(int port) throws Exception {
    return tracking(LAB, port);
  }

  /** The front-ends, and in the end the back-ends, that know a client's port. */
  static List<String> tracking(TestLab lab, int port) throws Exception {
    List<String> nodes = new ArrayList<>();
    for (String node : FRONT_ENDS) {
      if (lab.running().inside(node, TrackedConnections::ports).contains(port)) {
        nodes.add(node);
      }
    }
    return nodes;
  }
}
