package dev.mignet.san.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.MacAddress;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ProbeFrameTest {

  private static final int PORT = 47_110;

  private final ProbeFrame frame =
      new ProbeFrame(
          MacAddress.parse("02:00:00:00:00:02"),
          MacAddress.parse("02:00:00:00:00:01"),
          (Inet4Address) IpPrefix.address("10.9.1.1"),
          (Inet4Address) IpPrefix.address("10.9.1.2"),
          PORT,
          ProbeFrame.LEAST_PACKET);

  private ByteBuffer bytes() {
    return frame.memory().bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  }

  private int payload(int port) {
    return ProbeFrame.payload(bytes(), 0, frame.length(), port);
  }

  @Test
  void it_is_what_ip_and_udp_ask_for() {
    frame.set(1, 2, 3);
    assertThat(frame.length()).isEqualTo(60);
    // computed by hand: 4500 002e 0000 0000 0111 .... 0a09 0101 0a09 0102
    assertThat(bytes().getShort(24) & 0xffff).isEqualTo(0xa3ab);
    assertThat(bytes().getShort(38)).isEqualTo((short) 26);
    assertThat(payload(PORT)).isEqualTo(42);
    assertThat(bytes().getInt(46)).isEqualTo(2);
  }

  @Test
  void every_changed_bit_of_the_datagram_shows() {
    frame.set(77, 1234, 987_654_321);
    for (int bit = 34 * 8; bit < 60 * 8; bit++) {
      byte was = frame.memory().bytes().get(bit / 8);
      frame.memory().bytes().put(bit / 8, (byte) (was ^ 1 << bit % 8));
      assertThat(payload(PORT)).as("bit %d", bit).isEqualTo(-1);
      frame.memory().bytes().put(bit / 8, was);
    }
    assertThat(payload(PORT)).isEqualTo(42);
  }

  @Test
  void what_is_for_another_port_or_too_short_is_none() {
    frame.set(1, 2, 3);
    assertThat(payload(PORT + 1)).isEqualTo(-1);
    assertThat(ProbeFrame.payload(bytes(), 0, 57, PORT)).isEqualTo(-1);
  }
}
