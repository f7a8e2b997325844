package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no other node could go on with is served where it landed, and the client sees nothing of it.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+   class 0 would move to b
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class UnmovableConnectionsIT {
  private static final String POLICY =
      """
          policy:
            - { url: /class0/, migrate-to: b }
      """;

  /** Every listener takes data with a SYN, from clients with a cookie (ip-sysctl: tcp_fastopen). */
  private static final int FAST_OPEN = 0x1 | 0x2 | 0x400;

  private static final int VISITS = 10;

  private static final Page STAYS = Page.ofClass(2, 0, "a");
  private static final Page UNMOVED = Page.ofClass(0, 8, "a");
  private static final Page MOVED = Page.ofClass(0, 8, "b");

  @RegisterExtension
  static final TestLab LAB =
      new TestLab(
          MigrationByOrderIT.TOPOLOGY.replace(
                  "net.ipv4.tcp_timestamps: 2",
                  "net.ipv4.tcp_timestamps: 2, net.ipv4.tcp_fastopen: " + FAST_OPEN)
              + POLICY);

  @TempDir private Path folder;

  private interface Play {
    void on(WebConnection connection, Visit visit) throws IOException;
  }

  /** The byte would not be urgent any more for a server that gets it with a checkpoint. */
  @Test
  void one_with_urgent_data_before_its_request() throws Exception {
    assertServedUnseen(
        (connection, visit) -> {
          ask(connection, visit, STAYS);
          connection.sendUrgent('X');
          ask(connection, visit, UNMOVED);
          ask(connection, visit, UNMOVED);
        });
  }

  @Test
  void one_with_urgent_data_after_it_has_moved_stays_there() throws Exception {
    assertServedUnseen(
        (connection, visit) -> {
          ask(connection, visit, MOVED);
          connection.sendUrgent('X');
          ask(connection, visit, MOVED);
        });
  }

  /** The kernel function makes no socket of less (bpf_sk_assign_tcp_reqsk); conntrack does. */
  @Test
  void one_with_tiny_segments() throws Exception {
    LAB.sh("client", ClientKernelIT.routes("advmss 300"));
    try {
      Page page = LAB.translates() ? MOVED : UNMOVED;
      assertServedUnseen((connection, visit) -> ask(connection, visit, page));
    } finally {
      LAB.sh("client", ClientKernelIT.routes(""));
    }
  }

  /** RFC 7413: the client's first connection gets a cookie, the second brings a request. */
  @Test
  void one_whose_request_comes_with_the_syn() throws Exception {
    Path script = folder.resolve("client.py");
    Files.writeString(
        script,
        """
        import http.client, socket
        for i in range(2):
            connection = http.client.HTTPConnection("10.9.100.1", timeout=30)
            connection.sock = socket.socket()
            request = b"GET /class0/file8 HTTP/1.1\\r\\nHost: web\\r\\n\\r\\n"
            connection.sock.sendto(request, socket.MSG_FASTOPEN, ("10.9.100.1", 80))
            for send in (False, True):
                if send:
                    connection.sock.sendall(request)
                response = http.client.HTTPResponse(connection.sock, method="GET")
                response.begin()
                print(response.status, response.getheader("X-Node"), len(response.read()))
            print(connection.sock.getsockname()[1])
        """);
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<String> said = LAB.sh("client", "python3 " + script).lines().toList();
    List<Segment> segments = capture.stop();
    int first = Integer.parseInt(said.get(2));
    int second = Integer.parseInt(said.get(5));
    String served = "200 a " + UNMOVED.size();
    assertThat(said.subList(3, 5)).containsExactly(served, served);
    assertThat(segments)
        .anyMatch(s -> s.clientPort() == second && s.has(Segment.SYN) && s.length() > 0);
    assertThat(ClientTrace.of(segments, List.of(first, second)).faults()).isEmpty();
  }

  private void assertServedUnseen(Play play) throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<Integer> ports =
        LAB.atClient(
            () -> {
              List<Integer> played = new ArrayList<>();
              for (int i = 0; i < VISITS; i++) {
                try (WebConnection connection = WebConnection.open(LAB.server())) {
                  play.on(connection, new Visit("unmovable", false, i));
                  played.add(connection.port());
                }
              }
              return played;
            });
    ClientTrace trace = ClientTrace.of(capture.stop(), ports);
    assertThat(trace.connections()).isEqualTo(VISITS);
    assertThat(trace.faults()).isEmpty();
  }

  private static void ask(WebConnection connection, Visit visit, Page page) throws IOException {
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }
}
