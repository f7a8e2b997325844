package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections whose protocol nobody follows move when they have rested. The server answers each
 * line with its node's name and the line.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+   takes two
 *                                            +-----------[ c ]-san0-+   takes what b declines
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class RestingConnectionsIT {
  private static final String TOPOLOGY =
      """
      kinds:
        router: { forward: true }
        back-end:
          services: [ { exec: { command: python3 lines.py, ready: { port: 80 } } } ]
          files:
            lines.py: |
              import socketserver
              who = open("who").read()
              class Lines(socketserver.StreamRequestHandler):
                  def handle(self):
                      for line in self.rfile:
                          self.wfile.write((who + " ").encode() + line)
              socketserver.ThreadingTCPServer.allow_reuse_address = True
              socketserver.ThreadingTCPServer.request_queue_size = 64
              socketserver.ThreadingTCPServer(("", 80), Lines).serve_forever()
      nodes:
        client: {}
        front: { kind: router }
        a: { kind: back-end, sysctls: { net.ipv4.tcp_timestamps: 2 }, files: { who: a } }
        b: { kind: back-end, files: { who: b } }
        c: { kind: back-end, files: { who: c } }
      links:
        - endpoints: ["client:eth0", "front:eth0"]
      networks:
        lan: { members: ["front:eth1", "a:eth0", "b:eth0", "c:eth0"] }
        san: { profile: myrinet-pci64b, members: ["a:san0", "b:san0", "c:san0"] }
      endpoints:
        lines:
          address: 10.9.100.1
          port: 80
          protocol: tcp
          back-ends: [a, b, c]
          front-end: { node: front, to: [a] }
          san: san
          capacity: { b: 2 }
          policy:
            - { idle: 500 ms, migrate-to: [b, c] }
      """;

  private static final int CONNECTIONS = 6;
  private static final int CAPACITY = 2;
  private static final int LINES = 20;

  @RegisterExtension static final TestLab LAB = new TestLab(TOPOLOGY);

  @TempDir private Path folder;

  @Test
  void they_go_to_the_next_node_where_one_has_as_many_as_it_takes_and_no_client_sees_it()
      throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<Integer> ports =
        LAB.atClient(
            () -> {
              List<Conversation> all = new ArrayList<>();
              try {
                for (int i = 0; i < CONNECTIONS; i++) {
                  all.add(new Conversation());
                  assertThat(all.get(i).say("hello")).as("where it landed").isEqualTo("a");
                }
                // Without a word, for what speaks does not rest.
                await()
                    .atMost(Patience.of(Duration.ofSeconds(20)))
                    .until(() -> arrivals() >= CONNECTIONS);
                Map<String, Integer> served = new TreeMap<>();
                for (Conversation one : all) {
                  served.merge(one.say("where"), 1, Integer::sum);
                }
                assertThat(served).isEqualTo(Map.of("b", CAPACITY, "c", CONNECTIONS - CAPACITY));
                for (Conversation one : all) {
                  one.sayMuch();
                }
                return all.stream().map(Conversation::port).toList();
              } finally {
                for (Conversation one : all) {
                  one.close();
                }
              }
            });
    ClientTrace trace = ClientTrace.of(capture.stop(), ports);
    assertThat(trace.connections()).isEqualTo(CONNECTIONS);
    assertThat(trace.faults()).isEmpty();
    assertThat(LAB.counter("b", "rejected_here")).isPositive();
    assertThat(LAB.counter("a", "packets")).as("data that waited for a daemon").isZero();
  }

  private static long arrivals() throws IOException {
    return LAB.counter("b", "imports_done") + LAB.counter("c", "imports_done");
  }

  /** One connection of the client. */
  private static final class Conversation implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final BufferedReader answers;
    private final int port;

    Conversation() throws IOException {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      socket.connect(LAB.server(), PATIENCE_MILLIS);
      port = socket.getLocalPort();
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    int port() {
      return port;
    }

    /** Says a line; which node answers it. */
    String say(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      String answer = answers.readLine();
      assertThat(answer).endsWith(" " + line);
      return answer.substring(0, answer.length() - line.length() - 1);
    }

    /** Many lines at once; the answers come in their order. */
    void sayMuch() throws IOException {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < LINES; i++) {
        lines.append("line ").append(i).append('\n');
      }
      socket.getOutputStream().write(lines.toString().getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < LINES; i++) {
        assertThat(answers.readLine()).endsWith(" line " + i);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
