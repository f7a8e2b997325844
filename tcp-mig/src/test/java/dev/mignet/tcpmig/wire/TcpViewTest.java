package dev.mignet.tcpmig.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TcpViewTest {
  private final IpView ip = new IpView();
  private final TcpView tcp = new TcpView();

  @Test
  void a_syn_shows_all_that_the_client_offers() {
    wrap(CapturedPackets.SYN);
    assertThat(tcp.sourcePort()).isEqualTo(44008);
    assertThat(tcp.destinationPort()).isEqualTo(80);
    assertThat(tcp.sequence()).isEqualTo((int) 1581651646L);
    assertThat(tcp.acknowledgment()).isZero();
    assertThat(tcp.flags()).isEqualTo(TcpView.SYN);
    assertThat(tcp.window()).isEqualTo(64240);
    assertThat(tcp.mss()).isEqualTo(1460);
    assertThat(tcp.windowScale()).isEqualTo(10);
    assertThat(tcp.sackPermitted()).isTrue();
    assertThat(tcp.hasTimestamps()).isTrue();
    assertThat(tcp.tsVal()).isEqualTo((int) 4044136901L);
    assertThat(tcp.tsEcr()).isZero();
    assertThat(tcp.payloadLength()).isZero();
    assertThat(tcp.endSequence()).isEqualTo((int) 1581651647L);
  }

  @Test
  void a_syn_ack_shows_what_the_server_agrees_to() {
    wrap(CapturedPackets.SYN_ACK);
    assertThat(tcp.flags()).isEqualTo(TcpView.SYN | TcpView.ACK);
    assertThat(tcp.sequence()).isEqualTo((int) 2302808966L);
    assertThat(tcp.acknowledgment()).isEqualTo((int) 1581651647L);
    assertThat(tcp.window()).isEqualTo(65160);
    assertThat(tcp.tsVal()).isEqualTo((int) 2452854569L);
    assertThat(tcp.tsEcr()).isEqualTo((int) 4044136901L);
  }

  @Test
  void a_request_shows_its_data() {
    ByteBuffer packet = wrap(CapturedPackets.REQUEST);
    assertThat(tcp.flags()).isEqualTo(TcpView.PSH | TcpView.ACK);
    assertThat(tcp.payloadOffset()).isEqualTo(52);
    assertThat(tcp.payloadLength()).isEqualTo(86);
    assertThat(tcp.endSequence()).isEqualTo((int) (1581651647L + 86));
    assertThat(text(packet)).startsWith("GET /class0/file1 HTTP/1.1\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void a_response_shows_its_data() {
    ByteBuffer packet = wrap(CapturedPackets.RESPONSE);
    assertThat(tcp.payloadLength()).isEqualTo(199);
    assertThat(text(packet)).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 6\r\n");
  }

  @Test
  void a_fin_takes_a_sequence_number() {
    wrap(CapturedPackets.FIN);
    assertThat(tcp.has(TcpView.FIN)).isTrue();
    assertThat(tcp.has(TcpView.SYN)).isFalse();
    assertThat(tcp.endSequence() - tcp.sequence()).isEqualTo(1);
  }

  @Test
  void a_rst_has_no_options() {
    wrap(CapturedPackets.RST);
    assertThat(tcp.has(TcpView.RST)).isTrue();
    assertThat(tcp.payloadLength()).isZero();
    assertThat(tcp.hasTimestamps()).isFalse();
    assertThat(tcp.tsVal()).isZero();
    assertThat(tcp.tsEcr()).isZero();
    assertThat(tcp.windowScale()).isEqualTo(-1);
    assertThat(tcp.mss()).isEqualTo(TcpView.DEFAULT_MSS);
    assertThat(tcp.endSequence()).isEqualTo(tcp.sequence());
  }

  @Test
  void sack_blocks_are_skipped() {
    wrap(CapturedPackets.SACK);
    assertThat(tcp.payloadOffset()).isEqualTo(64);
    assertThat(tcp.payloadLength()).isZero();
    assertThat(tcp.hasTimestamps()).isTrue();
    assertThat(tcp.tsVal()).isEqualTo((int) 3079544109L);
    assertThat(tcp.tsEcr()).isEqualTo((int) 3161871383L);
    assertThat(tcp.sackPermitted()).isFalse();
  }

  @Test
  void a_syn_without_timestamps_keeps_the_other_options() {
    wrap(CapturedPackets.SYN_WITHOUT_TIMESTAMPS);
    assertThat(tcp.hasTimestamps()).isFalse();
    assertThat(tcp.sackPermitted()).isTrue();
    assertThat(tcp.windowScale()).isEqualTo(10);
    assertThat(tcp.mss()).isEqualTo(1460);
  }

  @Test
  void a_syn_with_mss_only_has_nothing_else() {
    wrap(CapturedPackets.SYN);
    wrap(CapturedPackets.SYN_WITH_MSS_ONLY);
    assertThat(tcp.mss()).isEqualTo(1460);
    assertThat(tcp.hasTimestamps()).isFalse();
    assertThat(tcp.sackPermitted()).isFalse();
    assertThat(tcp.windowScale()).isEqualTo(-1);
  }

  @Test
  void a_request_without_options_begins_right_after_the_header() {
    ByteBuffer packet = wrap(CapturedPackets.REQUEST_WITHOUT_OPTIONS);
    assertThat(tcp.payloadOffset()).isEqualTo(40);
    assertThat(text(packet)).startsWith("GET /class0/file1 ");
  }

  @Test
  void a_cut_copy_tells_the_whole_segment_s_length() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.RESPONSE);
    ByteBuffer cut = ByteBuffer.allocate(100).put(0, packet, 0, 100);
    assertThat(ip.wrapBeginning(cut, 0, 100) && tcp.wrap(cut, ip)).isTrue();
    assertThat(tcp.payloadLength()).isEqualTo(199);
    assertThat(tcp.payloadOffset()).isEqualTo(52);
  }

  @Test
  void a_copy_cut_inside_the_tcp_header_is_refused() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.RESPONSE);
    for (int length = 20; length < 52; length++) {
      ByteBuffer cut = ByteBuffer.allocate(length).put(0, packet, 0, length);
      assertThat(ip.wrapBeginning(cut, 0, length) && tcp.wrap(cut, ip))
          .as("%d bytes", length)
          .isFalse();
    }
  }

  private ByteBuffer wrap(String packet) {
    ByteBuffer bytes = CapturedPackets.bytes(packet);
    assertThat(ip.wrap(bytes, 0, bytes.capacity())).isTrue();
    assertThat(tcp.wrap(bytes, ip)).isTrue();
    return bytes;
  }

  private String text(ByteBuffer packet) {
    byte[] data = new byte[tcp.payloadLength()];
    packet.get(tcp.payloadOffset(), data);
    return new String(data, StandardCharsets.ISO_8859_1);
  }
}
