package dev.mignet.tcpmig.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.tcpmig.san.AnyMessage;
import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.testing.Fuzzer;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A running daemon, with the namespaces of {@link DaemonProcess}, goes on whatever it is told. */
@RequiresRoot
class DaemonFuzzIT {
  private static final byte[] KEY = new byte[32];
  private static final List<byte[]> REQUESTS =
      List.of(
          bytes("{\"command\":\"ping\"}"),
          bytes("{\"command\":\"connections\"}"),
          bytes("{\"command\":\"counters\"}"),
          bytes("{\"command\":\"metrics\"}"),
          bytes("{\"command\":\"migrate\",\"connection\":\"10.9.1.1:40000\",\"target\":\"b\"}"),
          bytes("{\"command\":\"reload\"}"),
          bytes("[[[[[[{\"a\":[1e999,null,true,\"\\t\"]}]]]]]]"));

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();
  @TempDir private Path folder;
  private DaemonProcess daemon;

  @BeforeEach
  void start() throws Exception {
    daemon = new DaemonProcess(scratch, folder, KEY, List.of("-XX:+UseSerialGC", "-Xmx64m"));
  }

  @Test
  void five_thousand_requests_get_an_answer_each() throws Exception {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(daemon.socket()));
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      OutputStream requests = Channels.newOutputStream(channel);
      Fuzzer.run(
          "the control protocol",
          5_000,
          DaemonFuzzIT::request,
          request -> {
            requests.write(request);
            requests.write('\n');
            String answer = answers.readLine();
            assertThat(JsonParser.parseString(answer).isJsonObject()).as(answer).isTrue();
          });
    }
    assertThat(daemon.packets()).isZero();
    assertThat(daemon.log()).doesNotContain("Exception");
  }

  /** Of nodes that there are and others; sealed, as none but a daemon with other peers sends. */
  @Test
  void twenty_thousand_sealed_messages_end_nothing() throws Exception {
    FlowKey[] flows = new FlowKey[4];
    Arrays.setAll(flows, DaemonFuzzIT::flow);
    SanCodec codec = new SanCodec(DaemonProcess.LAB);
    SanSeal seal = new SanSeal(KEY);
    ByteBuffer datagram = ByteBuffer.allocate(SanCodec.MAX_DATAGRAM);
    InetAddress target = InetAddress.getByName(DaemonProcess.SAN_ADDRESS);
    InetSocketAddress own =
        new InetSocketAddress(DaemonProcess.PEER_ADDRESS, DaemonProcess.SAN_PORT);
    try (DatagramSocket socket = daemon.peer().call(() -> new DatagramSocket(own))) {
      Fuzzer.run(
          "a daemon's SAN",
          20_000,
          random -> ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array(),
          input -> {
            SplittableRandom random = new SplittableRandom(ByteBuffer.wrap(input).getLong());
            datagram.clear();
            codec.write(AnyMessage.of(flows[random.nextInt(flows.length)], random), datagram);
            seal.seal(datagram, 2, 1);
            socket.send(
                new DatagramPacket(
                    datagram.array(), datagram.position(), target, DaemonProcess.SAN_PORT));
          });
      await().until(() -> !daemon.isAlive() || daemon.counter("san_received") >= 19_000);
    }
    assertThat(daemon.isAlive()).as(daemon.log()).isTrue();
    assertThat(daemon.log()).doesNotContain("Exception");
  }

  private static FlowKey flow(int number) {
    boolean ipv6 = number % 2 == 1;
    return new FlowKey(
        IpPrefix.address(ipv6 ? "fd00:9:1::1" : "10.9.1.1"),
        40000 + number,
        IpPrefix.address(ipv6 ? DaemonProcess.ENDPOINT6 : DaemonProcess.ENDPOINT),
        DaemonProcess.PORT);
  }

  private static byte[] request(SplittableRandom random) {
    byte[] request =
        random.nextInt(20) == 0
            ? Fuzzer.noise(random.nextInt(100), random)
            : Fuzzer.mutated(REQUESTS.get(random.nextInt(REQUESTS.size())), random);
    for (int i = 0; i < request.length; i++) {
      if (request[i] == '\n' || request[i] == '\r') {
        request[i] = ' '; // or it would be two
      }
    }
    return request;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
