package dev.mignet.apache.migration;

import dev.mignet.apache.migration.Visit.Page;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Persistent connections that go all over a cluster: each request is for a node at random. */
final class WanderingConnections {

  private static final List<String> NODES = List.of("a", "b", "c");

  /** Six retransmissions of one segment, each after twice the time. */
  private static final int PATIENCE_MILLIS = 60_000;

  private WanderingConnections() {}

  /**
   * A cluster in which all connections land on a, class 0 goes to a, 1 to b, 2 to c.
   *
   * @param client what the client's wire has beside its ends, such as {@code , loss: 1 %}
   * @param san what the SAN has, such as {@code forward: { loss: 1 % },}
   */
  static String topology(String client, String san) {
    return """
        seed: 1
        kinds:
          back-end: { services: [ { apache: { max-keep-alive-requests: 0, keep-alive-timeout: 60 s } } ] }
          router: { forward: true }
        nodes:
          client: {}
          front: { kind: router }
          a: { kind: back-end, sysctls: { net.ipv4.tcp_timestamps: 2 } }
          b: { kind: back-end }
          c: { kind: back-end }
        links:
          - { endpoints: ["client:eth0", "front:eth0"] %s }
        networks:
          lan: { members: ["front:eth1", "a:eth0", "b:eth0", "c:eth0"] }
          san: { %s members: ["a:san0", "b:san0", "c:san0"] }
        endpoints:
          web:
            address: 10.9.100.1
            port: 80
            back-ends: [a, b, c]
            front-end: { node: front, distribute: hash, to: [a] }
            san: san
            policy:
              - { url: /class0/, migrate-to: a }
              - { url: /class1/, migrate-to: b }
              - { url: /class2/, migrate-to: c }
        """
        .formatted(client, san);
  }

  /**
   * One connection that asks for so many pages at random; what went wrong, or nothing.
   *
   * @param name of the visit, which tells whose it is
   * @param number of the connection, which is its random numbers' seed, too
   */
  static String failureOf(TestLab lab, String name, int number, int requests) {
    SplittableRandom random = new SplittableRandom(number);
    String at = name + ", connection " + number;
    try (WebConnection connection =
        WebConnection.open(lab.server(), socket -> socket.setSoTimeout(PATIENCE_MILLIS))) {
      Visit visit = new Visit(name, true, number);
      at += ", port " + connection.port();
      for (int i = 0; i < requests; i++) {
        int target = random.nextInt(NODES.size());
        Page page = Page.ofClass(target, random.nextInt(9), NODES.get(target));
        connection.send(visit.get(page, "1.1"));
        WebResponse response = connection.read();
        if (response.status() != 200) {
          return at + ", request " + i + ": status " + response.status();
        }
        if (!ConnectionKind.sha256(response.body()).equals(ConnectionKind.sha256(page.content()))) {
          return at + ", request " + i + ": another body than that of " + page.path();
        }
      }
      return "";
    } catch (IOException e) {
      return at + ": " + e;
    }
  }
}
