package dev.mignet.tcpmig.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOptionsTest {
  private final TcpView tcp = new TcpView();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "length 0,                       08000000",
    "length 1,                       08010000",
    "length beyond the header,       08050000",
    "kind without a length,          01010108",
    "second option without a length, 02040218 01010108",
    "timestamps cut by the header,   080a0000 00010000",
    "unknown kind of length 1,       fe010000",
    "length 255,                     1eff0000",
  })
  void malformed_options_are_refused(String what, String options) {
    assertThat(wrap(options)).as(what).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no-operations alone,                       01010101",
    "end of options hides what follows,         00ffffff",
    "an unknown option is skipped,              fd040000",
    "a kind of 255 is skipped,                  ff040000",
    "MSS of a wrong length means nothing,       02030101",
    "window scale of a wrong length,            03040101",
    "SACK permitted of a wrong length,          04040000",
    "timestamps of a wrong length,              08040000",
  })
  void odd_but_well_formed_options_are_accepted_and_mean_nothing(String what, String options) {
    assertThat(wrap(options)).as(what).isTrue();
    assertThat(tcp.mss()).isEqualTo(TcpView.DEFAULT_MSS);
    assertThat(tcp.windowScale()).isEqualTo(-1);
    assertThat(tcp.sackPermitted()).isFalse();
    assertThat(tcp.hasTimestamps()).isFalse();
  }

  @Test
  void options_are_read_in_any_order() {
    assertThat(wrap("0402 0303 07 080a 80000001 80000002 0204 ffff 00")).isTrue();
    assertThat(tcp.sackPermitted()).isTrue();
    assertThat(tcp.windowScale()).isEqualTo(7);
    assertThat(tcp.tsVal()).isEqualTo(0x80000001);
    assertThat(tcp.tsEcr()).isEqualTo(0x80000002);
    assertThat(tcp.mss()).isEqualTo(65535);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0303 0f 00", "0303 64 00", "0303 ff 00"})
  void a_window_scale_above_14_counts_as_14(String options) {
    assertThat(wrap(options)).isTrue();
    assertThat(tcp.windowScale()).isEqualTo(14); // RFC 7323, section 2.3
  }

  @Test
  void a_header_length_below_20_or_beyond_the_segment_is_refused() {
    ByteBuffer segment = segment(new byte[0]);
    for (int words = 0; words < 16; words++) {
      segment.put(12, (byte) (words << 4));
      assertThat(tcp.wrap(segment, 0, 20)).as("%d words", words).isEqualTo(words == 5);
    }
  }

  @Test
  void fewer_than_20_bytes_are_no_segment() {
    for (int length = 0; length < 20; length++) {
      assertThat(tcp.wrap(ByteBuffer.allocate(length), 0, length)).isFalse();
    }
  }

  @Test
  void no_options_whatever_they_are_can_make_it_fail() {
    Random random = new Random(20261123);
    byte[] options = new byte[40];
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(options);
      if (i % 2 == 0) { // plausible kinds and lengths get further
        for (int at = 0; at < options.length; at++) {
          options[at] = (byte) Math.floorMod(options[at], 12);
        }
      }
      accepted += tcp.wrap(segment(options), 0, 60) ? 1 : 0;
    }
    assertThat(accepted).isBetween(1, 199_999);
  }

  @Test
  void another_protocol_is_no_segment() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.SYN);
    packet.put(9, (byte) 17);
    IpView ip = new IpView();
    assertThat(ip.wrap(packet, 0, packet.capacity())).isTrue();
    assertThat(tcp.wrap(packet, ip)).isFalse();
  }

  private boolean wrap(String options) {
    byte[] bytes = HexFormat.of().parseHex(options.replace(" ", ""));
    return tcp.wrap(segment(bytes), 0, 20 + bytes.length);
  }

  /** A segment with those options, a multiple of four bytes. */
  private static ByteBuffer segment(byte[] options) {
    ByteBuffer segment = ByteBuffer.allocate(20 + options.length);
    segment.put(12, (byte) (5 + options.length / 4 << 4)).put(13, (byte) TcpView.ACK);
    segment.put(20, options);
    return segment;
  }
}
