package dev.mignet.tcpmig.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpPrefix;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpViewTest {
  private final IpView ip = new IpView();

  @Test
  void a_captured_packet_shows_its_addresses_and_lengths() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.REQUEST);
    assertThat(ip.wrap(packet, 0, packet.capacity())).isTrue();
    assertThat(ip.source()).isEqualTo(IpPrefix.address("10.9.1.2"));
    assertThat(ip.destination()).isEqualTo(IpPrefix.address("10.9.1.100"));
    assertThat(ip.ipv6()).isFalse();
    assertThat(ip.protocol()).isEqualTo(IpView.PROTOCOL_TCP);
    assertThat(ip.totalLength()).isEqualTo(138);
    assertThat(ip.payloadOffset()).isEqualTo(20);
    assertThat(ip.payloadLength()).isEqualTo(118);
    assertThat(ip.capturedPayload()).isEqualTo(118);
  }

  @Test
  void a_packet_may_stand_anywhere_in_the_buffer_and_position_and_limit_are_left_alone() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.SYN);
    ByteBuffer batch = ByteBuffer.allocate(500);
    batch.put(100, packet, 0, 60);
    batch.position(3).limit(400);
    assertThat(ip.wrap(batch, 100, 60)).isTrue();
    assertThat(ip.payloadOffset()).isEqualTo(120);
    assertThat(ip.source()).isEqualTo(IpPrefix.address("10.9.1.2"));
    assertThat(batch.position()).isEqualTo(3);
    assertThat(batch.limit()).isEqualTo(400);
  }

  @Test
  void bytes_behind_the_packet_are_padding() {
    ByteBuffer padded = ByteBuffer.allocate(64);
    padded.put(0, CapturedPackets.bytes(CapturedPackets.RST), 0, 40);
    assertThat(ip.wrap(padded, 0, 64)).isTrue();
    assertThat(ip.payloadLength()).isEqualTo(20);
    assertThat(ip.capturedPayload()).isEqualTo(20);
  }

  @Test
  void options_move_the_payload() {
    ByteBuffer packet = ByteBuffer.allocate(64);
    packet.put(0, CapturedPackets.bytes(CapturedPackets.RST), 0, 20);
    packet.put(0, (byte) 0x46).putShort(2, (short) 44);
    assertThat(ip.wrap(packet, 0, 44)).isTrue();
    assertThat(ip.payloadOffset()).isEqualTo(24);
    assertThat(ip.payloadLength()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {CapturedPackets.REQUEST, CapturedPackets.REQUEST6})
  void every_truncated_packet_is_refused(String captured) {
    ByteBuffer packet = CapturedPackets.bytes(captured);
    for (int length = 0; length < packet.capacity(); length++) {
      ByteBuffer exact = ByteBuffer.allocate(length).put(0, packet, 0, length);
      assertThat(ip.wrap(exact, 0, length)).as("%d bytes", length).isFalse();
    }
  }

  @Test
  void the_beginning_of_a_packet_will_do_where_a_copy_is_cut() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.REQUEST);
    for (int length = 0; length < packet.capacity(); length++) {
      ByteBuffer cut = ByteBuffer.allocate(length).put(0, packet, 0, length);
      assertThat(ip.wrapBeginning(cut, 0, length)).as("%d bytes", length).isEqualTo(length >= 20);
      if (length >= 20) {
        assertThat(ip.payloadLength()).isEqualTo(118);
        assertThat(ip.capturedPayload()).isEqualTo(length - 20);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "version 6,                0, 0x65",
    "version 15,               0, 0xf5",
    "version 0,                0, 0x05",
    "IHL 4 words,              0, 0x44",
    "IHL 0,                    0, 0x40",
    "more fragments,           6, 0x20",
    "fragment offset low byte, 7, 0x01",
    "fragment offset high bits, 6, 0x1f",
    "total length 16384 more,  2, 0x40",
  })
  void a_malformed_header_is_refused(String what, int at, String value) {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.SYN);
    packet.put(at, (byte) (int) Integer.decode(value));
    assertThat(ip.wrap(packet, 0, packet.capacity())).as(what).isFalse();
  }

  @Test
  void a_header_longer_than_the_capture_is_refused() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.RST);
    packet.put(0, (byte) 0x4f);
    assertThat(ip.wrapBeginning(packet, 0, 40)).isFalse();
  }

  @Test
  void a_total_length_below_the_header_is_refused() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.RST);
    packet.putShort(2, (short) 19);
    assertThat(ip.wrap(packet, 0, 40)).isFalse();
  }

  @Test
  void dont_fragment_and_the_reserved_bit_are_no_fragment() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.RST);
    packet.put(6, (byte) 0xc0);
    assertThat(ip.wrap(packet, 0, 40)).isTrue();
  }

  @Test
  void a_packet_of_65535_bytes_has_an_unsigned_length() {
    ByteBuffer packet = ByteBuffer.allocate(65535);
    packet.put(0, CapturedPackets.bytes(CapturedPackets.RST), 0, 40).putShort(2, (short) 65535);
    assertThat(ip.wrap(packet, 0, 65535)).isTrue();
    assertThat(ip.payloadLength()).isEqualTo(65515);
  }

  @Test
  void a_captured_packet_of_ipv6_shows_its_addresses_and_lengths() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.REQUEST6);
    assertThat(ip.wrap(packet, 0, packet.capacity())).isTrue();
    assertThat(ip.ipv6()).isTrue();
    assertThat(ip.source()).isEqualTo(IpPrefix.address("fd00:9:1::2"));
    assertThat(ip.destination()).isEqualTo(IpPrefix.address("fd00:9:1::64"));
    assertThat(ip.protocol()).isEqualTo(IpView.PROTOCOL_TCP);
    assertThat(ip.totalLength()).isEqualTo(162);
    assertThat(ip.payloadOffset()).isEqualTo(40);
    assertThat(ip.payloadLength()).isEqualTo(122);
  }

  @Test
  void the_beginning_of_a_packet_of_ipv6_will_do_where_a_copy_is_cut() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.REQUEST6);
    for (int length = 0; length < packet.capacity(); length++) {
      ByteBuffer cut = ByteBuffer.allocate(length).put(0, packet, 0, length);
      assertThat(ip.wrapBeginning(cut, 0, length)).as("%d bytes", length).isEqualTo(length >= 40);
      if (length >= 40) {
        assertThat(ip.payloadLength()).isEqualTo(122);
        assertThat(ip.capturedPayload()).isEqualTo(length - 40);
      }
    }
  }

  @Test
  void extension_headers_are_passed_over() {
    ByteBuffer packet = extended(0, 60, 43);
    assertThat(ip.wrap(packet, 0, packet.capacity())).isTrue();
    assertThat(ip.protocol()).isEqualTo(IpView.PROTOCOL_TCP);
    assertThat(ip.payloadOffset()).isEqualTo(40 + 3 * 16);
    assertThat(ip.payloadLength()).isEqualTo(122);
    for (int length = 0; length < packet.capacity(); length++) {
      ByteBuffer cut = ByteBuffer.allocate(length).put(0, packet, 0, length);
      assertThat(ip.wrap(cut, 0, length)).isFalse();
      assertThat(ip.wrapBeginning(cut, 0, length)).as("%d", length).isEqualTo(length >= 88);
    }
  }

  @Test
  void a_fragment_of_ipv6_is_refused_and_other_protocols_are_told() {
    ByteBuffer fragment = extended(0, 44);
    assertThat(ip.wrap(fragment, 0, fragment.capacity())).isFalse();
    ByteBuffer authenticated = extended(51);
    assertThat(ip.wrap(authenticated, 0, authenticated.capacity())).isTrue();
    assertThat(ip.protocol()).isEqualTo(51);
  }

  @Test
  void extension_headers_that_end_behind_the_packet_are_refused() {
    ByteBuffer packet = extended(0);
    packet.put(41, (byte) 200);
    assertThat(ip.wrapBeginning(packet, 0, packet.capacity())).isFalse();
  }

  /** The request behind headers of these types, 16 bytes each. */
  private static ByteBuffer extended(int... types) {
    ByteBuffer request = CapturedPackets.bytes(CapturedPackets.REQUEST6);
    ByteBuffer packet = ByteBuffer.allocate(request.capacity() + 16 * types.length);
    packet.put(0, request, 0, 40).putShort(4, (short) (packet.capacity() - 40));
    packet.put(6, (byte) types[0]);
    for (int i = 0; i < types.length; i++) {
      int next = i + 1 < types.length ? types[i + 1] : IpView.PROTOCOL_TCP;
      packet.put(40 + 16 * i, (byte) next).put(41 + 16 * i, (byte) 1);
    }
    packet.put(40 + 16 * types.length, request, 40, request.capacity() - 40);
    return packet;
  }
}
