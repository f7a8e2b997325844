package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policy says what becomes of a request whose target declines or is silent.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+   its Apache is dead
 *                                            +-----------[ c ]-san0-+   takes what it gets
 *                                            +-----------[ d ]-san0-+   its daemon is dead
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class PolicyFallBackIT {
  private static final String TOPOLOGY =
      """
      kinds:
        back-end: { services: [ apache ] }
        router: { forward: true }
      nodes:
        client: {}
        front: { kind: router }
        a: { kind: back-end }
        b: { kind: back-end }
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
          front-end: { node: front, to: [a] }
          san: san
          checkpoint-memory: 64 KiB
          policy:
            - { url: "/class0/file1?", migrate-to: [b, c] }
            - { url: "/class0/file2?", migrate-to: [d, b, c] }
            - { url: "/class0/file3?", migrate-to: [b, d], otherwise: reset }
            - { url: "/class0/file4?", migrate-to: b }
            - { url: "/cgi-bin/upload", migrate-to: c }
      """;

  private static final int VISITS = 10;

  @RegisterExtension
  static final TestLab LAB = new TestLab(TOPOLOGY).prepared(PolicyFallBackIT::kill);

  @TempDir private Path folder;

  private static void kill() throws IOException {
    LAB.leaveDaemonsDead();
    LAB.signal(TestLab.SIGKILL, "b", TestLab.APACHE);
    LAB.signal(TestLab.SIGKILL, "d", TestLab.DAEMON);
    await()
        .until(
            () ->
                LAB.processes("b", TestLab.APACHE).isEmpty()
                    && LAB.processes("d", TestLab.DAEMON).isEmpty());
  }

  @Test
  void the_next_node_serves_when_the_first_has_no_listener_and_the_client_sees_nothing()
      throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < VISITS; i++) {
      Visit visit = new Visit("next", true, i);
      ports.add(LAB.atClient(() -> visit(visit, Page.ofClass(0, 1, "c"))));
    }
    ClientTrace trace = ClientTrace.of(capture.stop(), ports);
    assertThat(trace.connections()).isEqualTo(VISITS);
    assertThat(trace.faults()).isEmpty();
    assertThat(LAB.counter("b", "rejected_here")).isGreaterThanOrEqualTo(VISITS);
  }

  @Test
  void the_next_node_is_asked_when_one_does_not_answer() throws Exception {
    long timedOut = LAB.counter("a", "timed_out");
    Visit visit = new Visit("silent", true, 0);
    LAB.atClient(() -> visit(visit, Page.ofClass(0, 2, "c")));
    assertThat(LAB.counter("a", "timed_out")).isGreaterThan(timedOut);
  }

  @Test
  void a_connection_is_reset_where_the_policy_says_so() throws Exception {
    Page stays = Page.ofClass(2, 0, "a");
    Page moves = Page.ofClass(0, 1, "c");
    for (List<Page> before : List.of(List.<Page>of(), List.of(stays), List.of(moves))) {
      LAB.atClient(
          () -> {
            try (WebConnection connection = WebConnection.open(LAB.server())) {
              Visit visit = new Visit("reset", true, before.size());
              for (Page page : before) {
                connection.send(visit.get(page, "1.1"));
                visit.expect(page, connection);
              }
              connection.send(visit.get(Page.ofClass(0, 3, "a"), "1.1"));
              assertThatThrownBy(connection::read).hasMessageContaining("reset");
            }
            return true;
          });
    }
    assertThat(LAB.counter("a", "reset_by_policy")).isEqualTo(2);
    assertThat(LAB.counter("c", "reset_by_policy")).isEqualTo(1);
  }

  @Test
  void the_node_itself_serves_where_nothing_else_is_said() throws Exception {
    LAB.atClient(() -> visit(new Visit("serve", true, 0), Page.ofClass(0, 4, "a")));
  }

  private static int visit(Visit visit, Page page) throws IOException {
    try (WebConnection connection = WebConnection.open(LAB.server())) {
      connection.send(visit.get(page, "1.1"));
      visit.expect(page, connection);
      return connection.port();
    }
  }
}
