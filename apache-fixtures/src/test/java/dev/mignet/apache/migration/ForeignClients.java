package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that know nothing of Mignet, with a server that knows nothing of it either. The file
 * {@code who} of each back-end names it; asked for below {@code /to-a/} or {@code /to-b/} it is
 * served there.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+
 * </pre>
 */
abstract class ForeignClients {
  private static final int REQUESTS = 40;
  private static final int CONNECTIONS = 4;

  /** What the requests of one connection are answered with, one after the other. */
  private static final List<String> SAID =
      IntStream.range(0, REQUESTS).mapToObj(i -> i % 2 == 0 ? "b" : "a").toList();

  @TempDir private Path folder;

  abstract TestLab lab();

  /** The topology, whose back-ends have that service of the file's syntax. */
  static String topology(String service) {
    return """
        kinds:
          router: { forward: true }
          back-end:
            services: [ %s
        nodes:
          client: {}
          front: { kind: router }
          a: { kind: back-end, sysctls: { net.ipv4.tcp_timestamps: 2 }, files: { www/to-a/who: "a\\n", www/to-b/who: "a\\n" } }
          b: { kind: back-end, files: { www/to-a/who: "b\\n", www/to-b/who: "b\\n" } }
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
            policy:
              - { url: /to-a/, migrate-to: a }
              - { url: /to-b/, migrate-to: b }
        """
        .formatted(service);
  }

  @Test
  void curl_keeps_its_connection() throws Exception {
    String urls = SAID.stream().map(ForeignClients::url).collect(Collectors.joining(" "));
    assertAlternates(() -> lab().sh("client", "curl --silent --show-error --fail " + urls));
  }

  @Test
  void wrk_has_no_errors() throws Exception {
    Path script = folder.resolve("alternate.lua");
    Files.writeString(
        script,
        """
        local count = 0
        request = function()
          count = count + 1
          return wrk.format("GET", count % 2 == 0 and "/to-a/who" or "/to-b/who")
        end
        """);
    long before = lab().migrations();
    String said =
        lab()
            .sh(
                "client",
                "wrk --threads 1 --connections %d --duration 2s --script %s %s"
                    .formatted(CONNECTIONS, script, url("a")));
    assertThat(said).contains("Requests/sec").doesNotContain("Socket errors", "Non-2xx");
    assertThat(lab().migrations() - before).isPositive();
  }

  @Test
  void ab_has_no_errors() throws Exception {
    long before = lab().migrations();
    String said = lab().sh("client", "ab -q -n 200 -c %d %s".formatted(CONNECTIONS, url("b")));
    assertThat(said)
        .containsPattern("Complete requests: +200\n")
        .containsPattern("Failed requests: +0\n")
        .doesNotContain("Non-2xx", "Write errors");
    assertThat(lab().migrations() - before).isPositive();
  }

  @Test
  void http_client_of_python_keeps_its_connection() throws Exception {
    Path script = folder.resolve("client.py");
    Files.writeString(
        script,
        """
        import http.client, sys
        connection = http.client.HTTPConnection("%s", timeout=30)
        for node in sys.argv[1:]:
            connection.request("GET", "/to-%%s/who" %% node)
            response = connection.getresponse()
            assert response.status == 200, response.status
            print(response.read().decode(), end="")
        """
            .formatted(lab().server().getAddress().getHostAddress()));
    String command = "python3 " + script + " " + String.join(" ", SAID);
    assertAlternates(() -> lab().sh("client", command));
  }

  /** It asks for HTTP/2 with its first request, and does without. */
  @Test
  void http_client_of_java_keeps_its_connection() throws Exception {
    assertAlternates(() -> lab().atClient(ForeignClients::askByJava));
  }

  /** A client gets all its responses from their nodes; again where the machine was too busy. */
  private void assertAlternates(Callable<String> client) throws Exception {
    await()
        .until(
            () -> {
              long givenUp = lab().givenUp();
              List<String> said = client.call().lines().toList();
              if (lab().givenUp() == givenUp) {
                assertThat(said).containsExactlyElementsOf(SAID);
              }
              assertThat(said).hasSize(REQUESTS);
              return said.equals(SAID);
            });
  }

  private static String askByJava() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient(); // its threads belong to this one's namespace
    StringBuilder said = new StringBuilder();
    for (String node : SAID) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url(node))).build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      said.append(response.body());
    }
    return said.toString();
  }

  private static String url(String node) {
    return "http://10.9.100.1/to-" + node + "/who";
  }
}
