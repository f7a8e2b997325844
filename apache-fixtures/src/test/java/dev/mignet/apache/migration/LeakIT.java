package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Connections go to and fro twenty thousand times, and end; nothing of them is left. {@code
 * -Dmignet.leak.migrations=100000} takes three minutes.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a,
 *                                            +-----------[ b ]-san0-+   class 0 moves them to b,
 *                                                                       class 3 back
 * </pre>
 */
@RequiresRoot
class LeakIT {
  // What is closed is forgotten by the kernel soon: what is left then has been left for good.
  private static final String TOPOLOGY =
      """
      kinds:
        back-end:
          services: [ { apache: { max-keep-alive-requests: 0, keep-alive-timeout: 60 s } } ]
          sysctls:
            net.netfilter.nf_conntrack_tcp_timeout_time_wait: 1
            net.netfilter.nf_conntrack_tcp_timeout_last_ack: 1
            net.netfilter.nf_conntrack_tcp_timeout_close: 1
      nodes:
        client: {}
        front: { forward: true }
        a: { kind: back-end }
        b: { kind: back-end }
      links:
        - { endpoints: ["client:eth0", "front:eth0"] }
      networks:
        lan: { members: ["front:eth1", "a:eth0", "b:eth0"] }
        san: { profile: myrinet-pci64b, members: ["a:san0", "b:san0"] }
      endpoints:
        web:
          address: 10.9.100.1
          port: 80
          back-ends: [a, b]
          front-end: { node: front, to: [a] }
          san: san
          policy:
            - { url: /class0/, migrate-to: b }
            - { url: /class3/, migrate-to: a }
      """;

  private static final List<String> BACK_ENDS = List.of("a", "b");
  private static final int MIGRATIONS = Integer.getInteger("mignet.leak.migrations", 10_000);
  private static final int AT_A_TIME = 16;

  /** Several times as many as are under way, so that addresses and places are used again. */
  private static final int CONNECTIONS = 160;

  /** A quarter more than that: where the machine is busy, some stay where they are. */
  private static final int REQUESTS = MIGRATIONS / CONNECTIONS * 5 / 4;

  /** Bytes of live objects, beside those of the connections that are forwarded for a minute yet. */
  private static final long HEAP_GROWTH_MOST = 4 << 20;

  /**
   * What the whole JVM may take without a leak: its heap of 128 MiB is not full when the first
   * connections have moved, and its compilers take what they need for a moment.
   */
  private static final long MEMORY_GROWTH_MOST_KIB = 96 * 1024;

  /** The last line of a class histogram: so many objects, so many bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  /** A forwarding entry outlives its connection by a minute. */
  private static final Duration LINGER = Duration.ofSeconds(200);

  @RegisterExtension static final TestLab LAB = new TestLab(TOPOLOGY);

  private final Orders orders = new Orders(LAB);

  @Test
  void of_many_migrations_nothing_is_left() throws Exception {
    visit(CONNECTIONS / 5, "first");
    List<Long> heap = liveHeap();
    List<Long> memory = memory();
    List<Long> files = openFiles();
    long before = LAB.migrations();
    visit(CONNECTIONS, "all");
    assertThat(LAB.migrations() - before).isGreaterThanOrEqualTo(MIGRATIONS);
    assertGrowth("bytes on the heap", heap, liveHeap(), HEAP_GROWTH_MOST);
    assertGrowth("KiB of memory", memory, memory(), MEMORY_GROWTH_MOST_KIB);
    await()
        .atMost(LINGER)
        .untilAsserted(
            () -> {
              for (String node : BACK_ENDS) {
                assertThat(orders.connections(node)).as("connections of " + node).isEmpty();
                assertThat(LAB.running().inside(node, TrackedConnections::ports))
                    .as("conntrack entries of " + node)
                    .isEmpty();
                assertThat(LAB.sh(node, "ss -Htan state connected '( sport = :80 )'"))
                    .as("sockets of " + node)
                    .isEmpty();
                assertThat(waitingPackets(node))
                    .as("packets that wait at " + node)
                    .containsOnly(0L);
              }
            });
    assertThat(openFiles()).isEqualTo(files);
  }

  private static void assertGrowth(String what, List<Long> before, List<Long> now, long most) {
    for (int i = 0; i < BACK_ENDS.size(); i++) {
      assertThat(now.get(i) - before.get(i))
          .as(what + " that the daemon of " + BACK_ENDS.get(i) + " has taken meanwhile")
          .isLessThan(most);
    }
  }

  /** Lets so many connections go to and fro, some at a time. */
  private static void visit(int connections, String name) throws Exception {
    List<Callable<Boolean>> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int number = i;
      clients.add(() -> toAndFro(new Visit(name, true, number)));
    }
    assertThat(NodeThreads.run(LAB.running(), "client", AT_A_TIME, clients)).doesNotContain(false);
  }

  private static boolean toAndFro(Visit visit) throws IOException {
    Page there = Page.ofClass(0, 1, "b");
    Page back = Page.ofClass(3, 0, "a");
    try (WebConnection connection = WebConnection.open(LAB.server())) {
      for (int i = 0; i < REQUESTS; i++) {
        Page page = i % 2 == 0 ? there : back;
        connection.send(visit.get(page, "1.1"));
        if (connection.read().status() != 200) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Of each back-end's daemon, bytes of the objects that are left after its garbage is collected.
   */
  private static List<Long> liveHeap() throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<Long> bytes = new ArrayList<>();
    for (String node : BACK_ENDS) {
      String pid = daemon(node).getFileName().toString();
      Process process =
          new ProcessBuilder(jcmd.toString(), pid, "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher total = TOTAL.matcher(said);
      assertThat(total.find()).as(said).isTrue();
      bytes.add(Long.valueOf(total.group(1)));
    }
    return bytes;
  }

  /** Of each back-end's daemon, KiB in memory (proc(5)). */
  private static List<Long> memory() throws IOException {
    List<Long> memory = new ArrayList<>();
    for (String node : BACK_ENDS) {
      memory.add(
          Files.readAllLines(daemon(node).resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow());
    }
    return memory;
  }

  private static List<Long> openFiles() throws IOException {
    List<Long> counts = new ArrayList<>();
    for (String node : BACK_ENDS) {
      try (Stream<Path> files = Files.list(daemon(node).resolve("fd"))) {
        counts.add(files.count());
      }
    }
    return counts;
  }

  private static Path daemon(String node) {
    return Path.of("/proc", LAB.processes(node, TestLab.DAEMON).get(0).toString());
  }

  /** Of each queue, the third column of /proc/net/netfilter/nfnetlink_queue. */
  private static List<Long> waitingPackets(String node) throws Exception {
    return LAB.sh(node, "cat /proc/net/netfilter/nfnetlink_queue")
        .lines()
        .map(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]))
        .toList();
  }
}
