package dev.mignet.nodes.netfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.MacAddress;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.net.Veth;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 *
 *
 * <pre>
 *   [ a ] eth0 10.9.1.1 ---- p1 [ switch: br0 ] p2 ---- 10.9.1.2 eth0 [ b ]
 *         02:17:00:00:00:01                         02:17:00:00:00:02
 * </pre>
 */
@RequiresRoot
class PacketQueueIT {
  private static final InetAddress B = IpPrefix.address("10.9.1.2");
  private static final int QUEUE = 7;
  private static final int IP_PROTOCOL = 9;
  private static final int PROTOCOL_UDP = 17;
  private static final int UDP_PAYLOAD = 28;
  private static final int UDP_CHECKSUM = 26;
  private static final PacketQueue.Settings WHOLE =
      new PacketQueue.Settings(0xffff, 1024, false, false);

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @BeforeEach
  void connect() {
    NetworkNamespace bridge = scratch.namespace("switch");
    bridge.rtnetlink().addBridge("br0");
    plug("a", "10.9.1.1/24", 1, bridge);
    plug("b", "10.9.1.2/24", 2, bridge);
    bridge.rtnetlink().up("br0", "p1", "p2");
  }

  private void plug(String name, String address, int number, NetworkNamespace bridge) {
    NetworkNamespace node = scratch.namespace(name);
    new Sysctls(node).set("net.ipv6.conf.all.disable_ipv6", "1"); // no packets but the test's own
    MacAddress mac = MacAddress.parse("02:17:00:00:00:0" + number);
    bridge
        .rtnetlink()
        .addVeth(
            new Veth(
                new Veth.End("eth0", node.fd(), mac, 0, 0), new Veth.End("p" + number, bridge)));
    bridge.rtnetlink().enslave("p" + number, "br0");
    node.rtnetlink().addAddress("eth0", IpPrefix.parse(address));
    node.rtnetlink().up("eth0");
  }

  @Test
  void a_packet_waits_at_a_node_until_it_is_accepted() throws IOException {
    AtomicInteger id = new AtomicInteger();
    AtomicInteger length = new AtomicInteger();
    try (PacketQueue queue =
            queue(
                "b",
                List.of("eth0"),
                List.of(),
                packet -> {
                  id.set(packet.id());
                  length.set(packet.length());
                });
        Sockets sockets = new Sockets()) {
      sockets.send("hello");
      receive(queue, id);
      assertThat(length).hasValue(UDP_PAYLOAD + 5);
      assertThat(sockets.nothingComes()).isTrue();
      queue.accept(id.get(), 0);
      queue.flush();
      assertThat(sockets.receive()).isEqualTo("hello");
    }
  }

  @Test
  void a_packet_goes_on_with_other_bytes_or_not_at_all() throws IOException {
    AtomicInteger id = new AtomicInteger();
    byte[][] bytes = new byte[1][];
    try (PacketQueue queue =
            queue(
                "b",
                List.of("eth0"),
                List.of(),
                packet -> {
                  id.set(packet.id());
                  bytes[0] = new byte[packet.captured()];
                  packet.bytes().get(packet.offset(), bytes[0]);
                });
        Sockets sockets = new Sockets()) {
      sockets.send("not seen");
      receive(queue, id);
      queue.drop(id.getAndSet(0));
      queue.flush();
      sockets.send("hello");
      receive(queue, id);
      bytes[0][UDP_PAYLOAD + 1] = 'a';
      bytes[0][UDP_CHECKSUM] = 0; // RFC 768: there is none
      bytes[0][UDP_CHECKSUM + 1] = 0;
      queue.acceptAs(id.get(), 0, bytes[0]);
      assertThat(sockets.receive()).isEqualTo("hallo");
    }
  }

  @Test
  void a_packet_waits_at_the_port_of_a_switch_and_its_mark_tells_where_it_goes()
      throws IOException {
    AtomicInteger id = new AtomicInteger();
    AtomicInteger mark = new AtomicInteger();
    AtomicInteger device = new AtomicInteger();
    AtomicLong source = new AtomicLong();
    try (PacketQueue queue =
            queue(
                "switch",
                List.of(),
                List.of("p1"),
                packet -> {
                  id.set(packet.id());
                  mark.set(packet.mark());
                  device.set(packet.inDevice());
                  source.set(packet.sourceMac());
                });
        Sockets sockets = new Sockets()) {
      sockets.send("hello");
      receive(queue, id);
      assertThat(Integer.reverseBytes(mark.get())).isEqualTo(0x0000_0002);
      assertThat(source).hasValue(0x0217_0000_0001L);
      assertThat(device.get())
          .isEqualTo(scratch.namespace("switch").rtnetlink().link("p1").index());
      queue.accept(id.get(), 0);
      queue.flush();
      assertThat(sockets.receive()).isEqualTo("hello");
    }
  }

  @Test
  void rules_are_replaced_and_removed() throws IOException {
    NetworkNamespace b = scratch.namespace("b");
    try (Sockets sockets = new Sockets()) {
      sockets.send("both know their neighbour"); // or the next would be sent when they do
      sockets.receive();
      apply(b, List.of("eth0"), List.of());
      sockets.send("dropped: nobody reads the queue");
      assertThat(sockets.nothingComes()).isTrue();
      apply(b, List.of("eth7"), List.of());
      sockets.send("one");
      assertThat(sockets.receive()).isEqualTo("one");
      apply(b, List.of("eth0"), List.of());
      remove(b);
      remove(b);
      sockets.send("two");
      assertThat(sockets.receive()).isEqualTo("two");
    }
  }

  @Test
  void what_waits_goes_on_waiting_when_rules_are_replaced() throws IOException {
    AtomicInteger id = new AtomicInteger();
    try (PacketQueue queue = queue("b", List.of("eth0"), List.of(), packet -> id.set(packet.id()));
        Sockets sockets = new Sockets()) {
      sockets.send("hello");
      receive(queue, id);
      apply(scratch.namespace("b"), List.of(), List.of());
      queue.accept(id.get(), 0);
      queue.flush();
      assertThat(sockets.receive()).isEqualTo("hello");
    }
  }

  @Test
  void a_queue_has_one_reader() {
    NetworkNamespace b = scratch.namespace("b");
    try (PacketQueue queue = queue("b", List.of("eth0"), List.of(), packet -> {})) {
      assertThat(queue.fd()).isPositive();
      assertThatThrownBy(() -> b.call(() -> new PacketQueue(QUEUE, WHOLE, packet -> {})))
          .hasMessageContaining("bind NFQUEUE 7");
    }
  }

  private PacketQueue queue(
      String node, List<String> interfaces, List<String> ports, PacketQueue.Handler handler) {
    NetworkNamespace namespace = scratch.namespace(node);
    AtomicReference<PacketQueue> queue = new AtomicReference<>();
    // Devices that have just come up may still send reports of IGMP.
    PacketQueue.Handler udp =
        packet -> {
          if (packet.bytes().get(packet.offset() + IP_PROTOCOL) == PROTOCOL_UDP) {
            handler.packet(packet);
          } else {
            Objects.requireNonNull(queue.get()).drop(packet.id());
          }
        };
    queue.set(namespace.call(() -> new PacketQueue(QUEUE, WHOLE, udp)));
    apply(namespace, interfaces, ports);
    return Objects.requireNonNull(queue.get());
  }

  private static void apply(
      NetworkNamespace namespace, List<String> interfaces, List<String> ports) {
    namespace.call(
        () -> {
          new QueueRules("test", interfaces, ports, QUEUE, !ports.isEmpty()).apply();
          return true;
        });
  }

  private static void remove(NetworkNamespace namespace) {
    namespace.call(
        () -> {
          QueueRules.remove("test");
          return true;
        });
  }

  private static void receive(PacketQueue queue, AtomicInteger id) {
    await()
        .pollInSameThread()
        .until(
            () -> {
              queue.receive(() -> {});
              return id.get() != 0;
            });
  }

  /** From a to b; the ARP is done. */
  private final class Sockets implements AutoCloseable {
    private final DatagramSocket sender;
    private final DatagramSocket receiver;

    Sockets() throws IOException {
      receiver = scratch.namespace("b").call(() -> new DatagramSocket(9000, B));
      sender = scratch.namespace("a").call(() -> new DatagramSocket());
    }

    void send(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      sender.send(new DatagramPacket(bytes, bytes.length, B, 9000));
    }

    String receive() throws IOException {
      receiver.setSoTimeout((int) Patience.of(Duration.ofSeconds(5)).toMillis());
      DatagramPacket in = new DatagramPacket(new byte[100], 100);
      receiver.receive(in);
      return new String(in.getData(), 0, in.getLength(), StandardCharsets.US_ASCII);
    }

    boolean nothingComes() throws IOException {
      receiver.setSoTimeout(100);
      try {
        receiver.receive(new DatagramPacket(new byte[100], 100));
        return false;
      } catch (SocketTimeoutException e) {
        return true;
      }
    }

    @Override
    public void close() {
      sender.close();
      receiver.close();
    }
  }
}
