package dev.mignet.tcpmig.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.testing.Fuzzer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a view has taken for a packet can be read to its end, whatever the bytes are. */
class WireViewsFuzzTest {
  private static final List<byte[]> PACKETS =
      Stream.of(
              CapturedPackets.SYN,
              CapturedPackets.SYN_ACK,
              CapturedPackets.REQUEST,
              CapturedPackets.SACK,
              CapturedPackets.SYN_WITH_MSS_ONLY,
              CapturedPackets.RST,
              CapturedPackets.FIN,
              CapturedPackets.CHUNKED_RESPONSE,
              CapturedPackets.SYN6,
              CapturedPackets.REQUEST6,
              CapturedPackets.RESPONSE6,
              CapturedPackets.FIN6)
          .map(packet -> CapturedPackets.bytes(packet).array())
          .toList();

  private final IpView ip = new IpView();
  private final TcpView tcp = new TcpView();
  private final FlowKey flow = new FlowKey();
  private int accepted;

  @Test
  void four_million_packets_and_copies_of_them_are_read_within_their_bytes() {
    Fuzzer.run("the wire views", 4_000_000, WireViewsFuzzTest::packet, this::packet);
    assertThat(accepted).isGreaterThan(500_000);
  }

  @Test
  void two_and_a_half_million_headers_with_any_options_are_read_within_their_bytes() {
    Fuzzer.run("TCP options", 2_500_000, WireViewsFuzzTest::header, this::segment);
    assertThat(accepted).isGreaterThan(200_000);
  }

  private static byte[] packet(SplittableRandom random) {
    return random.nextInt(20) == 0
        ? Fuzzer.noise(random.nextInt(120), random)
        : Fuzzer.mutated(PACKETS.get(random.nextInt(PACKETS.size())), random);
  }

  /** A header whose options are noise, made of the kinds and lengths that mean something. */
  private static byte[] header(SplittableRandom random) {
    int words = 5 + random.nextInt(11);
    byte[] header = Fuzzer.noise(words * 4 + random.nextInt(3), random);
    for (int at = 20; at < header.length; at++) {
      if (random.nextInt(4) > 0) {
        header[at] = (byte) random.nextInt(12);
      }
    }
    header[12] = (byte) (random.nextInt(50) == 0 ? random.nextInt() : words << 4);
    return header;
  }

  private void packet(byte[] packet) {
    // Behind other bytes, as in the buffer of a queue; nothing stands behind it.
    int offset = packet.length % 5;
    ByteBuffer buffer = ByteBuffer.allocate(offset + packet.length).put(offset, packet);
    if (ip.wrap(buffer, offset, packet.length)) {
      check(ip.payloadOffset() + ip.payloadLength() <= buffer.limit(), "ends in its buffer");
      check(ip.capturedPayload() == ip.payloadLength(), "is whole");
      readSegment(buffer);
    }
    if (ip.wrapBeginning(buffer, offset, packet.length)) {
      check(ip.payloadOffset() + ip.capturedPayload() <= buffer.limit(), "captured in its buffer");
      check(ip.capturedPayload() <= ip.payloadLength(), "captured no more than there is");
      readSegment(buffer);
    }
  }

  private void readSegment(ByteBuffer buffer) {
    if (tcp.wrap(buffer, ip)) {
      int addresses = flow.sentByClient(ip, tcp).hashCode() ^ ip.totalLength();
      check(flow.ipv6() == ip.ipv6() || isMapped(), "a family");
      accepted++;
      readFields(buffer);
      check(tcp.payloadLength() >= 0, "no length is negative: " + addresses);
    }
  }

  /** IPv6 packets may have IPv4's addresses. */
  private boolean isMapped() {
    return ip.ipv6() && !flow.ipv6();
  }

  private void segment(byte[] header) {
    ByteBuffer buffer = ByteBuffer.wrap(header);
    if (tcp.wrap(buffer, 0, header.length)) {
      accepted++;
      readFields(buffer);
      check(tcp.payloadOffset() + tcp.payloadLength() == header.length, "ends where it ends");
    }
  }

  private void readFields(ByteBuffer buffer) {
    int sum = tcp.sourcePort() + tcp.destinationPort() + tcp.acknowledgment() + tcp.window();
    sum += tcp.tsVal() + tcp.tsEcr() + (tcp.isBareAck() ? 1 : 0) + (tcp.sackPermitted() ? 1 : 0);
    byte[] options = new byte[tcp.optionsLength()];
    buffer.get(tcp.optionsOffset(), options);
    check(tcp.windowScale() >= -1 && tcp.windowScale() <= 14, "a scale that a window can have");
    check(tcp.mss() >= 0 && tcp.mss() <= 0xffff, "an MSS");
    check(tcp.hasTimestamps() || tcp.tsVal() == 0 && tcp.tsEcr() == 0, "no time without option");
    int taken = Sequence.distance(tcp.endSequence(), tcp.sequence());
    check(taken >= tcp.payloadLength(), "takes what it carries: " + sum + Arrays.hashCode(options));
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
