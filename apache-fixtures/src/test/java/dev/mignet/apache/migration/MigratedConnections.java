package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.migration.Comparison.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections of each kind migrate while as many of the same kind stay where they landed, and
 * nobody but the servers can tell them apart.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a;
 *                                            +-----------[ b ]-san0-+   what is asked for with ?move
 *                                            +-----------[ c ]-san0-+   goes to the node of its path
 * </pre>
 */
abstract class MigratedConnections {
  private static final Pattern LOGGED = Pattern.compile("\"[A-Z]+ (\\S+) HTTP/1");

  @TempDir private Path folder;

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
          back-end: { services: [ { apache: { mpm: %s, keep-alive-timeout: 60 s } } ] }
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
              - { url: "/class2/file8?move", migrate-to: b }
              - { url: "/cgi-bin/parts?move", migrate-to: b }
              - { url: "/cgi-bin/slow?move", migrate-to: b }
              - { url: "/cgi-bin/upload?move", migrate-to: b }
        """
        .formatted(mpm, variant);
  }

  @BeforeEach
  void installScripts() throws IOException {
    for (String node : List.of("a", "b")) {
      for (Map.Entry<String, String> script : ConnectionKind.SCRIPTS.entrySet()) {
        lab().installScript(node, script.getKey(), script.getValue());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ConnectionKind.class)
  void connections_migrate_unseen_by_the_client(ConnectionKind kind) throws Exception {
    String errors = errorLogs();
    List<Outcome> outcomes = new Comparison(lab(), folder).unseen(kind, kind.pairs());
    assertLogs(kind, outcomes);
    assertThat(errorLogs()).as("error logs").isEqualTo(errors);
  }

  /** Every request stands in the log of the node that served it, and in no other. */
  private void assertLogs(ConnectionKind kind, List<Outcome> outcomes) {
    Set<String> abandoned =
        outcomes.stream()
            .flatMap(outcome -> outcome.abandoned().stream())
            .map(Visit.Request::target)
            .collect(Collectors.toSet());
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
                  assertThat(logged(node, kind, abandoned))
                      .as("access log of " + node)
                      .containsExactlyInAnyOrderElementsOf(served));
    }
  }

  private List<String> logged(String node, ConnectionKind kind, Set<String> abandoned)
      throws IOException {
    return LOGGED
        .matcher(lab().apacheLog(node, "access.log"))
        .results()
        .map(result -> result.group(1))
        .filter(target -> target.contains("-" + kind.name() + "-"))
        .filter(target -> !abandoned.contains(target))
        .toList();
  }

  private String errorLogs() throws IOException {
    return lab().apacheLog("a", "error.log")
        + lab().apacheLog("b", "error.log")
        + lab().apacheLog("c", "error.log");
  }
}
