package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.files.FileSet;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that come while earlier ones are being answered. Those that are to move wait for that,
 * and then take their connection along; no response is lost, and the client sees nothing of it.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+   class 0 moves to b
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class OverlappingRequestsIT {
  private static final String POLICY =
      """
          policy:
            - { url: "/class0/file8?move", migrate-to: b }
      """;

  /** Answers in two chunks, the second when it is told so by the existence of a file. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      printf 'Content-Type: text/plain\\r\\n\\r\\n'
      printf 'begun\\r\\n0\\r\\n'
      while [ ! -e "%1$s" ]; do sleep 0.01; done
      printf 'ended\\r\\n'
      """;

  private static final String SAID = "begun\r\n0\r\nended\r\n";

  private static final int ROUNDS = 20;

  @RegisterExtension
  static final TestLab LAB =
      new TestLab(MigrationByOrderIT.TOPOLOGY + POLICY)
          .prepared(OverlappingRequestsIT::installScript);

  @TempDir private Path folder;

  private static void installScript() throws IOException {
    LAB.installScript("a", "slow", SCRIPT.formatted(gate()));
  }

  private static Path gate() {
    return LAB.running().folder("a").resolve("apache/cgi-bin/go");
  }

  /** What a client does on one connection. */
  private interface Play {
    void on(WebConnection connection, Visit visit) throws Exception;
  }

  @Test
  void a_request_behind_one_that_is_being_downloaded_moves_after_that() throws Exception {
    Page big = new Page("class2/big", FileSet.BIG, "a");
    compare(
        (connection, visit) -> {
          connection.send(visit.get(big, "1.1"));
          connection.send(visit.get(visit.small(), "1.1"));
          visit.expect(big, connection);
          visit.expect(visit.small(), connection);
          ask(connection, visit, Page.ofClass(2, 0, visit.small().node()));
        });
  }

  @Test
  void a_request_behind_others_that_stay_moves_after_all_of_them() throws Exception {
    Page stays = Page.ofClass(2, 0, "a");
    compare(
        (connection, visit) -> {
          connection.send(visit.get(stays, "1.1"));
          connection.send(visit.get(stays, "1.1") + visit.get(stays, "1.1"));
          connection.send(visit.get(stays, "1.1"));
          visit.expect(stays, connection);
          connection.send(visit.get(visit.small(), "1.1") + visit.get(visit.small(), "1.1"));
          for (int i = 0; i < 3; i++) {
            visit.expect(stays, connection);
          }
          visit.expect(visit.small(), connection);
          visit.expect(visit.small(), connection);
        });
  }

  @Test
  void a_request_behind_a_slow_script_moves_after_its_last_chunk() throws Exception {
    long drained = LAB.counter("a", "migrations_drained");
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Visit visit = new Visit("slow", true, 0);
                connection.send("GET /cgi-bin/slow HTTP/1.1\r\nHost: web\r\n\r\n");
                connection.send(visit.get(visit.small(), "1.1"));
                // Longer than any client waits before it repeats what is not acknowledged.
                long begin = System.nanoTime();
                await().until(() -> System.nanoTime() - begin > 1_000_000_000L);
                assertThat(LAB.counter("a", "migrations_drained")).isEqualTo(drained);
                Files.createFile(gate());
                Visit.expect("a", SAID.getBytes(StandardCharsets.US_ASCII), connection.read());
                visit.expect(visit.small(), connection);
                return connection.port();
              } finally {
                Files.deleteIfExists(gate());
              }
            });
    assertThat(LAB.counter("a", "migrations_drained")).isEqualTo(drained + 1);
    ClientTrace trace = ClientTrace.of(capture.stop(), List.of(port));
    assertThat(trace.connections()).isEqualTo(1);
    assertThat(trace.faults()).isEmpty();
  }

  @Test
  void a_chunked_upload_is_followed_to_its_end() throws Exception {
    String upload =
        "POST /cgi-bin/upload HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n";
    compare(
        (connection, visit) -> {
          connection.send(upload + "5\r\nabcde\r\n");
          connection.send("3\r\nfgh\r\n0\r\n\r\n");
          assertThat(connection.read().status()).isEqualTo(200);
          ask(connection, visit, visit.small());
        });
  }

  @Test
  void an_upgrade_that_is_not_granted_does_not_tie_the_connection_down() throws Exception {
    Page stays = Page.ofClass(2, 0, "a");
    compare(
        (connection, visit) -> {
          connection.send(
              visit.head("GET", stays, "1.1") + "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
          visit.expect(stays, connection);
          ask(connection, visit, visit.small());
        });
  }

  private static void ask(WebConnection connection, Visit visit, Page page) throws IOException {
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }

  /** Plays on connections that move and such that stay, by turns; the client sees no difference. */
  private void compare(Play play) throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<Integer> moving = new ArrayList<>();
    List<Integer> staying = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      moving.add(LAB.atClient(() -> once(play, true)));
      staying.add(LAB.atClient(() -> once(play, false)));
    }
    List<Segment> segments = capture.stop();
    ClientTrace moved = ClientTrace.of(segments, moving);
    ClientTrace stayed = ClientTrace.of(segments, staying);
    assertThat(moved.connections()).isEqualTo(ROUNDS);
    assertThat(moved.faultsBeyond(stayed)).as("faults that the control run has not").isEmpty();
    assertThat(stayed.shapes()).containsAll(moved.shapes());
  }

  /** Where this machine is so busy that the wait is given up, the connection stays: again. */
  private static int once(Play play, boolean moves) throws Exception {
    while (true) {
      long stayed = stayed();
      try (WebConnection connection = WebConnection.open(LAB.server())) {
        play.on(connection, new Visit("overlap", moves, 0));
        return connection.port();
      } catch (IOException e) {
        if (stayed() == stayed) {
          throw e;
        }
      }
    }
  }

  private static long stayed() throws IOException {
    return LAB.counter("a", "not_quiescent") + LAB.counter("a", "timed_out");
  }
}
