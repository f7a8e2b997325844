package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.settings.San;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Only the back-ends' daemons are heard on the SAN: what a client or a node of the LAN sends there,
 * even in the name of a back-end, reaches no daemon, and what comes over the SAN needs the lab's
 * seal.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+
 *                              forges a's    +-----------[ b ]-san0-+   UDP port 7777
 *                              SAN address
 * </pre>
 */
@RequiresRoot
class ForgedSanMessageIT {
  private static final int SAN_PORT = 7777;

  @RegisterExtension static final TestLab LAB = new TestLab(MigrationByOrderIT.TOPOLOGY);

  /** The way to b's SAN address leads over the LAN, and the front-end has a's as well. */
  @BeforeAll
  static void openTheWay() throws Exception {
    String b = LAB.address("b", "san0") + "/32";
    run("front", "ip", "address", "add", LAB.address("a", "san0") + "/32", "dev", "lo");
    run("front", "ip", "route", "replace", b, "via", LAB.address("b", "eth0"));
    run("client", "ip", "route", "replace", b, "via", LAB.address("front", "eth0"));
  }

  @Test
  void a_migration_syn_from_the_lan_in_the_name_of_a_back_end_comes_to_nobody() throws Exception {
    assertComesToNobody("front", LAB.address("a", "san0"));
  }

  @Test
  void a_migration_syn_from_a_client_comes_to_nobody() throws Exception {
    assertComesToNobody("client", LAB.address("client", "eth0"));
  }

  private static void assertComesToNobody(String node, String from) throws Exception {
    List<Long> before = counters("b");
    long unclaimed = datagramsForNobody();
    byte[] syn = datagram(LAB.running().lab().name(), labKey());
    LAB.running().inside(node, () -> send(syn, from, LAB.address("b", "san0")));
    await().untilAsserted(() -> assertThat(datagramsForNobody()).isEqualTo(unclaimed + 1));
    assertThat(counters("b")).isEqualTo(before);
    assertServes();
  }

  @Test
  void what_is_no_message_of_this_lab_is_refused_and_counted() throws Exception {
    List<Long> before = counters("b");
    String a = LAB.address("a", "san0");
    String b = LAB.address("b", "san0");
    LAB.running().inside("a", () -> send(new byte[] {1, 2, 3}, a, b));
    LAB.running().inside("a", () -> send(datagram("another-lab", labKey()), a, b));
    await()
        .untilAsserted(
            () ->
                assertThat(counters("b"))
                    .containsExactly(before.get(0), before.get(1), before.get(2) + 2));
    assertServes();
  }

  @Test
  void a_message_over_the_san_is_heard_with_the_lab_s_seal_and_refused_with_another()
      throws Exception {
    String a = LAB.address("a", "san0");
    String b = LAB.address("b", "san0");
    String lab = LAB.running().lab().name();
    List<Long> before = counters("b");
    LAB.running().inside("a", () -> send(datagram(lab, new byte[San.KEY_LENGTH]), a, b));
    await()
        .untilAsserted(
            () ->
                assertThat(counters("b"))
                    .containsExactly(before.get(0), before.get(1), before.get(2) + 1));
    LAB.running().inside("a", () -> send(datagram(lab, labKey()), a, b));
    await().untilAsserted(() -> assertThat(counters("b").get(1)).isGreaterThan(before.get(1)));
    assertServes();
  }

  @Test
  void nobody_but_the_owner_may_read_the_key() throws IOException {
    assertThat(Files.getPosixFilePermissions(keyFile()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  private static Path keyFile() {
    return Path.of("/run/mignet", LAB.running().lab().name(), "san.key");
  }

  private static byte[] labKey() throws IOException {
    return Files.readAllBytes(keyFile());
  }

  /** How many connections the daemon knows, and what it has taken and refused on the SAN. */
  private static List<Long> counters(String node) throws IOException {
    return List.of(
        LAB.counter(node, "connections"),
        LAB.counter(node, "san_received"),
        LAB.counter(node, "san_refused"));
  }

  /** A migration SYN that would make b create a socket, if it came to b's daemon. */
  private static byte[] datagram(String lab, byte[] key) throws IOException {
    int client = address(LAB.address("client", "eth0"));
    int server = address(LAB.server().getAddress().getHostAddress());
    FlowKey flow = new FlowKey(client, 4711, server, LAB.server().getPort());
    SanMessage syn =
        new SanMessage.Syn(1, flow, 1, 2, 3, 1000, 4, 5, 1, 1, 0, 1460, 7, 7, true, true, false, 1);
    ByteBuffer buffer = ByteBuffer.allocate(SanCodec.MAX_DATAGRAM);
    new SanCodec(lab).write(syn, buffer);
    new SanSeal(key).seal(buffer, 1, 2);
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static int address(String dotted) throws IOException {
    return ByteBuffer.wrap(InetAddress.getByName(dotted).getAddress()).getInt();
  }

  private static boolean send(byte[] bytes, String from, String to) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
      socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(to, SAN_PORT)));
    }
    return true;
  }

  /** The datagrams that have come to b and found no socket. */
  private static long datagramsForNobody() throws Exception {
    return LAB.running()
        .inside(
            "b",
            () -> {
              List<String[]> udp =
                  Files.readAllLines(Path.of("/proc/thread-self/net/snmp")).stream()
                      .filter(line -> line.startsWith("Udp: "))
                      .map(line -> line.split(" ", -1))
                      .toList();
              int column = List.of(udp.get(0)).indexOf("NoPorts");
              return Long.parseLong(udp.get(1)[column]);
            });
  }

  private static void run(String node, String... command) throws Exception {
    Process process = LAB.running().start(node, NodeCommand.piped(List.of(command)));
    assertThat(
            process.waitFor(Patience.of(Duration.ofSeconds(10)).toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
  }

  private static void assertServes() throws Exception {
    LAB.atClient(
        () -> {
          Page page = Page.ofClass(2, 0, "a");
          Visit visit = new Visit("after", false, 0);
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            connection.send(visit.get(page, "1.1"));
            visit.expect(page, connection);
          }
          return true;
        });
  }
}
