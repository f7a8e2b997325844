package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hundreds of connections of each kind migrate while as many of the same kind stay where they
 * landed, and nobody but the servers can tell them apart.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a;
 *                                            +-----------[ b ]-san0-+   what is asked for with ?move
 *                                            +-----------[ c ]-san0-+   goes to the node of its path
 * </pre>
 */
abstract class MigratedConnections {
  private static final int CONNECTIONS = 200;
  private static final int AT_ONCE = 6;
  private static final Pattern LOGGED = Pattern.compile("\"[A-Z]+ (\\S+) HTTP/1");

  @TempDir private Path folder;

  /** What is known of a visit when it is over; the failure is empty if all was well. */
  private record Outcome(boolean moves, int port, List<Visit.Request> requests, String failure) {}

  abstract TestLab lab();

  /** The topology with that MPM. */
  static String topology(String mpm) {
    return topology(mpm, "back-end");
  }

  /** The same of a variant. */
  static String topology(String mpm, String variant) {
    // a shows its clock as it is, the others add a random number to it: without that, the
    // back-ends' timestamps would agree by themselves.
    return """
        kinds:
          back-end: { services: [ { apache: { mpm: %s } } ] }
          router: { forward: true }
        nodes:
          client: { sysctls: { net.ipv4.ip_local_port_range: "1024 65535" } }
          front: { kind: router }
          a: { kind: back-end, sysctls: { net.ipv4.tcp_timestamps: 2 } }
          b: { kind: back-end }
          c: { kind: back-end }
        links:
          - endpoints: ["client:eth0", "front:eth0"]
        networks:
          lan: { members: ["front:eth1", "a:eth0", "b:eth0", "c:eth0"] }
          san: { profile: myrinet-pci64b, members: ["a:san0", "b:san0", "c:san0"] }
        endpoints:
          web:
            address: 10.9.100.1
            port: 80
            back-ends: [a, b, c]
            front-end: { node: front, distribute: hash, to: [a] }
            variant: %s
            san: san
            policy:
              - { url: "/class0/file1?move", migrate-to: b }
              - { url: "/class0/file4?move", migrate-to: b }
              - { url: "/class0/file8?move", migrate-to: b }
              - { url: "/class0/big?move", migrate-to: b }
              - { url: "/class1/file2?move", migrate-to: c }
              - { url: "/class3/file0?move", migrate-to: a }
              - { url: "/class3/file1?move", migrate-to: a }
              - { url: "/cgi-bin/upload?move", migrate-to: b }
        """
        .formatted(mpm, variant);
  }

  @ParameterizedTest
  @EnumSource(ConnectionKind.class)
  void connections_migrate_unseen_by_the_client(ConnectionKind kind) throws Exception {
    String errors = errorLogs();
    ClientCapture capture = ClientCapture.start(lab(), folder.resolve("client.pcapng"));
    List<Outcome> outcomes = play(kind);
    List<Segment> segments = capture.stop();
    assertThat(outcomes.stream().map(Outcome::failure).filter(f -> !f.isEmpty())).isEmpty();
    assertCapture(segments, outcomes);
    assertLogs(kind, outcomes);
    assertThat(errorLogs()).as("error logs").isEqualTo(errors);
  }

  /** Moving and staying connections take turns, so that both meet the same conditions. */
  private List<Outcome> play(ConnectionKind kind) throws Exception {
    List<Callable<Outcome>> visits = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Visit moves = new Visit(kind.name(), true, i);
      Visit stays = new Visit(kind.name(), false, i);
      visits.add(() -> play(kind, moves));
      visits.add(() -> play(kind, stays));
    }
    return NodeThreads.run(lab().running(), "client", AT_ONCE, visits);
  }

  private Outcome play(ConnectionKind kind, Visit visit) throws IOException {
    int port = 0;
    String failure = "";
    try (WebConnection connection = WebConnection.open(lab().server())) {
      port = connection.port();
      kind.play(connection, visit);
    } catch (IOException e) {
      failure =
          (visit.moves() ? "moving " : "staying ") + visit.number() + ", port " + port + ": " + e;
    }
    return new Outcome(visit.moves(), port, visit.requests(), failure);
  }

  private static void assertCapture(List<Segment> segments, List<Outcome> outcomes) {
    ClientTrace moved = ClientTrace.of(segments, ports(outcomes, true));
    ClientTrace stayed = ClientTrace.of(segments, ports(outcomes, false));
    assertThat(moved.connections()).isEqualTo(CONNECTIONS);
    assertThat(stayed.connections()).isEqualTo(CONNECTIONS);
    assertThat(moved.faultsBeyond(stayed)).as("faults that the control run has not").isEmpty();
    assertThat(stayed.shapes()).containsAll(moved.shapes());
  }

  private static List<Integer> ports(List<Outcome> outcomes, boolean moves) {
    return outcomes.stream().filter(o -> o.moves() == moves).map(Outcome::port).toList();
  }

  /** Every request stands in the log of the node that served it, and in no other. */
  private void assertLogs(ConnectionKind kind, List<Outcome> outcomes) {
    for (String node : List.of("a", "b", "c")) {
      List<String> served =
          outcomes.stream()
              .flatMap(outcome -> outcome.requests().stream())
              .filter(request -> request.node().equals(node))
              .map(Visit.Request::target)
              .toList();
      await()
          .untilAsserted(
              () ->
                  assertThat(logged(node, kind))
                      .as("access log of " + node)
                      .containsExactlyInAnyOrderElementsOf(served));
    }
  }

  private List<String> logged(String node, ConnectionKind kind) throws IOException {
    return LOGGED
        .matcher(lab().apacheLog(node, "access.log"))
        .results()
        .map(result -> result.group(1))
        .filter(target -> target.contains("-" + kind.name() + "-"))
        .toList();
  }

  private String errorLogs() throws IOException {
    return lab().apacheLog("a", "error.log")
        + lab().apacheLog("b", "error.log")
        + lab().apacheLog("c", "error.log");
  }
}
