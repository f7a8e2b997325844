package dev.mignet.tcpmig.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.linux.FrameSocket;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.SegmentWriter;
import dev.mignet.tcpmig.wire.TcpView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon whose garbage nobody collects (JEP 318), with the namespaces of {@link DaemonProcess}:
 * what it allocates for packets ends it.
 */
@RequiresRoot
class NoAllocationIT {
  private static final long PACKETS = 2_500_000;

  /** What the daemon takes to start, and some 7 bytes a packet: less than any object has. */
  private static final String HEAP = "-Xmx48m";

  private static final List<List<InetAddress>> PAIRS =
      List.of(
          List.of(IpPrefix.address("10.9.1.1"), IpPrefix.address(DaemonProcess.ENDPOINT)),
          List.of(IpPrefix.address("fd00:9:1::1"), IpPrefix.address(DaemonProcess.ENDPOINT6)));
  private static final int ETHERNET = 14;
  private static final int ISN = 1000;
  private static final byte[] NOTHING = {};
  private static final byte[] BODY = new byte[100];
  private static final byte[] HEAD =
      "POST /here HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  /** Frames that are sent before it is asked how many packets wait in the queue. */
  private static final int BURST = 4096;

  private static final int MOST_WAITING = 8192;

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();
  @TempDir private Path folder;

  @Test
  void two_and_a_half_million_packets_that_need_no_decision_leave_no_garbage() throws Exception {
    DaemonProcess daemon =
        new DaemonProcess(
            scratch,
            folder,
            new byte[32],
            List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xlog:gc", HEAP));
    // Every packet to the daemon, not only those with data; the kernel answers none.
    for (String program : List.of("iptables", "ip6tables")) {
      String queue = " -t mangle -I PREROUTING -i eth0 -p tcp ! --syn -j NFQUEUE --queue-num 0";
      run(daemon.node(), program + " -w" + queue + " --queue-bypass");
      run(daemon.node(), program + " -w -A INPUT -i eth0 -p tcp -j DROP");
    }

    int device = daemon.client().rtnetlink().link("eth0").index();
    try (FrameSocket socket = daemon.client().call(() -> new FrameSocket(device))) {
      byte[] macs = macs(daemon);
      List<Frame> frames = new ArrayList<>();
      for (List<InetAddress> pair : PAIRS) {
        send(socket, segment(macs, flow(pair, 40000), ISN, TcpView.SYN, NOTHING));
        send(socket, segment(macs, flow(pair, 40000), ISN + 1, TcpView.ACK, HEAD));
        for (int i = 0; i < 16; i++) {
          int sequence = ISN + 1 + HEAD.length + i * BODY.length;
          for (int port : List.of(40000, 50000 + i)) {
            frames.add(segment(macs, flow(pair, port), sequence, TcpView.ACK, BODY));
            frames.add(segment(macs, flow(pair, port), sequence, TcpView.ACK, NOTHING));
          }
        }
      }
      sendAll(daemon, socket, frames);
    }

    assertThat(daemon.isAlive()).as(daemon.log()).isTrue();
    assertThat(daemon.packets()).isGreaterThan(PACKETS);
    assertThat(daemon.counter("connections")).isEqualTo(2);
    assertThat(daemon.counter("malformed")).isZero();
  }

  private void sendAll(DaemonProcess daemon, FrameSocket socket, List<Frame> frames)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Patience.of(Duration.ofMinutes(5)).toNanos();
    while (daemon.isAlive() && daemon.packets() <= PACKETS && System.nanoTime() < end) {
      for (long sent = 0; sent < PACKETS / 10 && daemon.isAlive(); sent += BURST) {
        for (int i = 0; i < BURST; i++) {
          send(socket, frames.get(i % frames.size()));
        }
        while (daemon.isAlive() && waiting(daemon.node()) > MOST_WAITING) {
          TimeUnit.MILLISECONDS.sleep(1); // until the daemon has caught up
        }
      }
    }
  }

  private static void send(FrameSocket socket, Frame frame) {
    socket.send(frame.bytes(), frame.length());
  }

  /** A frame as it is sent. */
  private record Frame(NativeBuffer bytes, int length) {}

  private static FlowKey flow(List<InetAddress> pair, int port) {
    return new FlowKey(pair.get(0), port, pair.get(1), DaemonProcess.PORT);
  }

  private static Frame segment(byte[] macs, FlowKey flow, int sequence, int flags, byte[] data) {
    NativeBuffer frame = new NativeBuffer(ETHERNET + 60 + 60 + data.length);
    frame.bytes().put(0, macs);
    frame
        .bytes()
        .put(12, (byte) (flow.ipv6() ? 0x86 : 0x08))
        .put(13, (byte) (flow.ipv6() ? 0xdd : 0));
    ByteBuffer packet =
        frame.bytes().slice(ETHERNET, frame.size() - ETHERNET).order(ByteOrder.BIG_ENDIAN);
    int length =
        new SegmentWriter(packet)
            .beginOfClient(flow, 0, sequence, 5001, flags, 64)
            .timestamps(7, 8)
            .finish(data, 0, data.length);
    return new Frame(frame, ETHERNET + length);
  }

  private static byte[] macs(DaemonProcess daemon) {
    return ByteBuffer.allocate(12)
        .put(daemon.node().rtnetlink().link("eth0").mac().bytes())
        .put(daemon.client().rtnetlink().link("eth0").mac().bytes())
        .array();
  }

  /** Packets that wait in the queues of a namespace. */
  private static long waiting(NetworkNamespace node) {
    return node.visit(
        () -> {
          try (var lines =
              Files.lines(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue"))) {
            return lines.mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[2])).sum();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void run(NetworkNamespace node, String command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + node.path()));
    words.addAll(List.of(command.split(" ", -1)));
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
  }
}
