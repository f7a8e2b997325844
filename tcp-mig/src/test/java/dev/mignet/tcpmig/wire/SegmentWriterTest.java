package dev.mignet.tcpmig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.net.IpPrefix;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentWriterTest {
  private static final FlowKey FLOW = new FlowKey(0x0a090102, 65535, 0x0a090164, 80);
  private static final FlowKey FLOW6 =
      new FlowKey(IpPrefix.address("fd00:9:1::2"), 65535, IpPrefix.address("fd00:9:1::64"), 80);

  private final ByteBuffer buffer = ByteBuffer.allocate(65536);
  private final SegmentWriter writer = new SegmentWriter(buffer);

  @ParameterizedTest
  @ValueSource(strings = {CapturedPackets.ACK, CapturedPackets.REQUEST, CapturedPackets.FIN})
  void a_captured_packet_is_written_byte_by_byte_with_its_checksums(String packet) {
    ByteBuffer captured = CapturedPackets.bytes(packet);
    int length = copy(captured);
    // The writer numbers no packets: with the capture's number the header checksum differs too.
    captured.putShort(4, (short) 0).putShort(10, buffer.getShort(10));
    assertThat(hex(buffer, length)).isEqualTo(hex(captured, captured.capacity()));
    assertThat(sum(buffer, 0, 20, 0)).isZero();
  }

  @Test
  void a_captured_packet_of_ipv6_is_written_byte_by_byte_but_for_its_flow_label() {
    for (String packet :
        List.of(CapturedPackets.ACK6, CapturedPackets.REQUEST6, CapturedPackets.RESPONSE6)) {
      ByteBuffer captured = CapturedPackets.bytes(packet);
      int length = copy(captured);
      captured.putInt(0, 0x60000000);
      assertThat(hex(buffer, length)).isEqualTo(hex(captured, captured.capacity()));
    }
  }

  @Test
  void the_ip_checksum_is_that_of_a_captured_packet_that_has_no_number_either() {
    ByteBuffer captured = CapturedPackets.bytes(CapturedPackets.RST);
    int length = copy(captured);
    assertThat(hex(buffer, length)).isEqualTo(hex(captured, 40));
  }

  @Test
  void what_is_written_can_be_read() {
    byte[] data = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer option = ByteBuffer.wrap(HexFormat.of().parseHex("fd08010203040506"));
    int length =
        writer
            .beginOfClient(FLOW, 0x2b, 0xfffffff0, 0x80000000, 0x19, 0xffff)
            .options(option, 0, 8)
            .timestamps(-1, -2)
            .finish(data, 4, 10);
    IpView ip = new IpView();
    TcpView tcp = new TcpView();
    assertThat(ip.wrap(buffer, 0, length) && tcp.wrap(buffer, ip)).isTrue();
    assertThat(length).isEqualTo(20 + 20 + 8 + 12 + 10);
    assertThat(buffer.get(1) & 0xff).isEqualTo(0x2b << 2);
    assertThat(tcp.sourcePort()).isEqualTo(65535);
    assertThat(tcp.sequence()).isEqualTo(0xfffffff0);
    assertThat(tcp.endSequence()).isEqualTo(0xfffffff0 + 11);
    assertThat(tcp.acknowledgment()).isEqualTo(0x80000000);
    assertThat(tcp.flags()).isEqualTo(TcpView.ACK | TcpView.PSH | TcpView.FIN);
    assertThat(tcp.window()).isEqualTo(0xffff);
    assertThat(tcp.tsVal()).isEqualTo(-1);
    assertThat(tcp.tsEcr()).isEqualTo(-2);
    assertThat(tcp.payloadLength()).isEqualTo(10);
    assertThat(buffer.get(tcp.payloadOffset())).isEqualTo((byte) '/');
    assertThat(sum(buffer, 20, length, pseudo(length - 20))).isZero();
  }

  @Test
  void a_super_packet_can_be_written_in_parts() {
    int whole =
        writer
            .beginOfClient(FLOW, 0, -3, 7, 0x19, 9)
            .timestamps(1, 2)
            .finish("0123456789".getBytes(StandardCharsets.US_ASCII), 0, 10);
    byte[] packet = new byte[whole];
    buffer.get(0, packet);
    IpView ip = new IpView();
    TcpView tcp = new TcpView();
    assertThat(ip.wrap(ByteBuffer.wrap(packet), 0, whole)).isTrue();
    assertThat(tcp.wrap(ByteBuffer.wrap(packet), ip)).isTrue();
    assertThat(part(packet, tcp, 0, 4)).isEqualTo("-3 16 0123");
    assertThat(part(packet, tcp, 4, 4)).isEqualTo("1 16 4567");
    assertThat(part(packet, tcp, 8, 2)).isEqualTo("5 25 89");
    assertThat(part(packet, tcp, 0, 10)).isEqualTo("-3 25 0123456789");
    assertThat(Arrays.copyOf(buffer.array(), whole)).isEqualTo(packet);
  }

  /** Sequence number, flags and data of that part. */
  private String part(byte[] packet, TcpView tcp, int from, int count) {
    int length = writer.part(packet, FLOW, tcp, from, count);
    assertThat(sum(buffer, 20, length, pseudo(length - 20))).isZero();
    IpView partIp = new IpView();
    TcpView part = new TcpView();
    assertThat(partIp.wrap(buffer, 0, length) && part.wrap(buffer, partIp)).isTrue();
    assertThat(part.tsVal()).isEqualTo(1);
    assertThat(part.tsEcr()).isEqualTo(2);
    assertThat(part.acknowledgment()).isEqualTo(7);
    assertThat(part.window()).isEqualTo(9);
    String data =
        new String(
            buffer.array(), part.payloadOffset(), part.payloadLength(), StandardCharsets.US_ASCII);
    return part.sequence() + " " + part.flags() + " " + data;
  }

  @Test
  void checksums_hold_for_every_length_of_data() {
    byte[] data = new byte[70];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (0xff - i * 7);
    }
    for (int count = 0; count <= data.length; count++) {
      int length = writer.beginOfClient(FLOW, 0, 1, 1, 0x10, 1).finish(data, 0, count);
      assertThat(sum(buffer, 0, 20, 0)).isZero();
      assertThat(sum(buffer, 20, length, pseudo(length - 20))).as("%d bytes", count).isZero();
    }
  }

  @Test
  void checksums_hold_for_every_length_of_data_over_ipv6() {
    byte[] data = new byte[70];
    Arrays.fill(data, (byte) 0xfe);
    for (int count = 0; count <= data.length; count++) {
      int length = writer.beginOfServer(FLOW6, 1, 1, 0x10, 1).finish(data, 0, count);
      assertThat(length).isEqualTo(60 + count);
      assertThat(sum(buffer, 40, length, pseudo(FLOW6, length - 40))).as("%d", count).isZero();
    }
  }

  @Test
  void what_is_written_over_ipv6_can_be_read() {
    ByteBuffer option = ByteBuffer.wrap(HexFormat.of().parseHex("fd08010203040506"));
    int length =
        writer
            .beginOfClient(FLOW6, 0x2b, 5, 6, 0x18, 7)
            .options(option, 0, 8)
            .timestamps(-1, -2)
            .finish(new byte[] {1, 2, 3}, 0, 3);
    IpView ip = new IpView();
    TcpView tcp = new TcpView();
    assertThat(ip.wrap(buffer, 0, length) && tcp.wrap(buffer, ip)).isTrue();
    assertThat(new FlowKey().sentByClient(ip, tcp)).isEqualTo(FLOW6);
    assertThat(buffer.getShort(0)).isEqualTo((short) (0x6000 | 0x2b << 6));
    assertThat(tcp.tsVal()).isEqualTo(-1);
    assertThat(tcp.payloadLength()).isEqualTo(3);
    assertThat(sum(buffer, 40, length, pseudo(FLOW6, length - 40))).isZero();
    byte[] packet = new byte[length];
    buffer.get(0, packet);
    ip.wrap(ByteBuffer.wrap(packet), 0, length);
    tcp.wrap(ByteBuffer.wrap(packet), ip);
    int part = writer.part(packet, FLOW6, tcp, 1, 2);
    assertThat(ip.wrap(buffer, 0, part) && tcp.wrap(buffer, ip)).isTrue();
    assertThat(tcp.sequence()).isEqualTo(6);
    assertThat(tcp.payloadLength()).isEqualTo(2);
    assertThat(new FlowKey().sentByClient(ip, tcp)).isEqualTo(FLOW6);
  }

  @Test
  void a_writer_can_be_used_again_and_leaves_nothing_of_the_packet_before() {
    writer
        .beginOfClient(new FlowKey(-1, 65535, -1, 65535), 63, -1, -1, 0xff, 65535)
        .timestamps(-1, -1);
    writer.finish(new byte[] {-1, -1, -1}, 0, 3);
    writer.beginOfClient(FLOW6, 63, -1, -1, 0xff, 65535).timestamps(-1, -1).finish();
    ByteBuffer captured = CapturedPackets.bytes(CapturedPackets.RST);
    assertThat(hex(buffer, copy(captured))).isEqualTo(hex(captured, 40));
  }

  @Test
  void more_options_than_a_header_holds_are_an_error_of_the_caller() {
    writer.beginOfClient(FLOW, 0, 1, 1, 0x10, 1);
    writer.options(ByteBuffer.allocate(40), 0, 40).options(ByteBuffer.allocate(4), 0, 4);
    assertThatThrownBy(writer::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("64 bytes");
  }

  /** Writes what the views read from a captured packet. */
  private int copy(ByteBuffer captured) {
    IpView ip = new IpView();
    TcpView tcp = new TcpView();
    assertThat(ip.wrap(captured, 0, captured.capacity()) && tcp.wrap(captured, ip)).isTrue();
    FlowKey flow = new FlowKey().sentByClient(ip, tcp);
    writer.beginOfClient(flow, 0, tcp.sequence(), tcp.acknowledgment(), tcp.flags(), tcp.window());
    if (tcp.hasTimestamps()) {
      writer.timestamps(tcp.tsVal(), tcp.tsEcr());
    }
    byte[] data = new byte[tcp.payloadLength()];
    captured.get(tcp.payloadOffset(), data);
    return writer.finish(data, 0, data.length);
  }

  private static String hex(ByteBuffer bytes, int length) {
    byte[] copy = new byte[length];
    bytes.get(0, copy);
    return HexFormat.of().formatHex(copy);
  }

  private static int pseudo(int segmentLength) {
    return pseudo(FLOW, segmentLength);
  }

  private static int pseudo(FlowKey flow, int segmentLength) {
    int sum = 6 + segmentLength;
    for (InetAddress address : List.of(flow.clientAddress(), flow.serverAddress())) {
      ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
      while (bytes.hasRemaining()) {
        sum += bytes.getShort() & 0xffff;
      }
    }
    return sum;
  }

  /** What a receiver computes (RFC 1071), word by word; zero where the checksum holds. */
  private static int sum(ByteBuffer bytes, int from, int to, int start) {
    int sum = start;
    for (int at = from; at < to; at += 2) {
      int low = at + 1 < to ? bytes.get(at + 1) & 0xff : 0;
      sum += (bytes.get(at) & 0xff) << 8 | low;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }
}
