package dev.mignet.tcpmig.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.tcpmig.wire.FlowKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SanCodecTest {
  private static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0x0a090164, 80);
  private static final FlowKey FLOW6 =
      new FlowKey(IpPrefix.address("fd00:9:1::2"), 40000, IpPrefix.address("fd00:9:100::1"), 80);
  private static final FlowKey LAST_FLOW = new FlowKey(-1, 65535, -1, 65535);

  private final ByteBuffer buffer = ByteBuffer.allocate(SanCodec.MAX_DATAGRAM);
  private final SanCodec codec = new SanCodec("lab");

  static Stream<SanMessage> messages() {
    return Stream.of(
        new SanMessage.Syn(
            7, FLOW, 1000, 1001, 5001, 64, 1, 2, 3, 4, 0, 1460, 10, 7, true, true, true, 3),
        new SanMessage.Syn(0, FLOW, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, -1, -1, false, false, false, 0),
        new SanMessage.Syn(
            -1,
            LAST_FLOW,
            -1,
            -1,
            -1,
            65535,
            -1,
            -1,
            1,
            1,
            15,
            65535,
            14,
            14,
            true,
            true,
            false,
            0x7fffffff),
        new SanMessage.Syn(
            Long.MIN_VALUE,
            FLOW,
            1,
            1,
            1,
            1,
            1,
            1,
            15,
            0xffff,
            0,
            536,
            0,
            0,
            true,
            false,
            false,
            0),
        new SanMessage.Ack(Long.MAX_VALUE, LAST_FLOW),
        new SanMessage.Reject(1, FLOW, RejectReason.NO_ROOM),
        new SanMessage.Reject(-1, LAST_FLOW, RejectReason.BUSY),
        new SanMessage.Stored(0, FLOW),
        new SanMessage.Abort(-1, LAST_FLOW),
        new SanMessage.Query(-1, LAST_FLOW),
        new SanMessage.Moved(5, FLOW, -1, 0xffff, 15),
        new SanMessage.Moved(5, LAST_FLOW, 1, 0, 1),
        new SanMessage.Following(5, FLOW),
        new SanMessage.Ack(1, FLOW6),
        new SanMessage.Moved(5, FLOW6, -1, 0xffff, 15),
        new SanMessage.CleanUp(0x0300_0000_0000_0001L, FLOW));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_comes_out_as_it_went_in(SanMessage message) throws SanFormatException {
    int length = write(message);
    assertThat(read(length)).isEqualTo(message);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, false", "0, 0, true", "1, 1, true", "1448, 10, false", "65443, 65443, true"})
  void a_checkpoint_comes_out_as_it_went_in(int size, int acknowledged, boolean fin)
      throws SanFormatException {
    byte[] data = new byte[size];
    new Random(size).nextBytes(data);
    int length = write(new SanMessage.Checkpoint(-1, LAST_FLOW, -1, acknowledged, fin, data));
    assertThat(length).isEqualTo(SanCodec.HEADER + 8 + size);
    assertThat(read(length))
        .asInstanceOf(type(SanMessage.Checkpoint.class))
        .satisfies(
            read -> {
              assertThat(read.id()).isEqualTo(-1);
              assertThat(read.flow()).isEqualTo(LAST_FLOW);
              assertThat(read.start()).isEqualTo(-1);
              assertThat(read.acknowledged()).isEqualTo(acknowledged);
              assertThat(read.fin()).isEqualTo(fin);
              assertThat(read.data()).isEqualTo(data);
            });
  }

  @Test
  void the_datagram_is_laid_out_as_documented() {
    int length = write(new SanMessage.Reject(0x0102030405060708L, FLOW, RejectReason.BUSY));
    assertThat(hex(length))
        .isEqualTo(
            "4d474e54"
                + "05"
                + "03"
                + "0001"
                + HexFormat.of().toHexDigits("lab".hashCode())
                + "0102030405060708"
                + "00000000000000000000ffff0a090102"
                + "00000000000000000000ffff0a090164"
                + "9c40"
                + "0050"
                + "02");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void every_truncation_is_refused(SanMessage message) {
    int length = write(message);
    for (int cut = 0; cut < length; cut++) {
      refused(cut);
    }
  }

  @Test
  void a_checkpoint_cut_inside_its_fields_or_its_acknowledged_part_is_refused() {
    int length = write(new SanMessage.Checkpoint(1, FLOW, 1, 100, false, new byte[100]));
    for (int cut = 0; cut < length; cut++) {
      refused(cut);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_byte_too_many_is_not_the_message_s(SanMessage message) throws SanFormatException {
    int length = write(message);
    buffer.clear().limit(length + 1);
    assertThat(codec.read(buffer)).isEqualTo(message);
    assertThatThrownBy(() -> codec.read(buffer)).isInstanceOf(SanFormatException.class);
  }

  @Test
  void several_messages_of_a_datagram_come_out_in_their_order() throws SanFormatException {
    byte[] data = {1, 2, 3};
    SanMessage.CleanUp first = new SanMessage.CleanUp(1, FLOW);
    SanMessage.Stored last = new SanMessage.Stored(3, LAST_FLOW);
    codec.write(first, buffer);
    codec.write(new SanMessage.Checkpoint(2, FLOW, 1, 0, false, data), buffer);
    codec.write(last, buffer);
    buffer.flip();
    assertThat(codec.read(buffer)).isEqualTo(first);
    assertThat(codec.read(buffer))
        .asInstanceOf(type(SanMessage.Checkpoint.class))
        .satisfies(read -> assertThat(read.data()).isEqualTo(data));
    assertThat(codec.read(buffer)).isEqualTo(last);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "magic,           0,  0x4e, not a migration message",
    "version 0,       4,  0x00, version 0 instead of 5",
    "version 255,     4,  0xff, version -1 instead of 5",
    "type 0,          5,  0x00, unknown message type 0",
    "type 11,         5,  0x0b, unknown message type 11",
    "type 255,        5,  0xff, unknown message type -1",
    "another cluster, 11, 0x01, another cluster",
    "client's scale,  84, 0x0f, impossible parameters",
    "client's scale,  84, 0xfe, impossible parameters",
    "server's scale,  85, 0x80, impossible parameters",
    "round trip,      76, 0x80, impossible parameters",
  })
  void a_wrong_field_is_refused(String what, int at, String value, String reason) {
    int length = write(messages().findFirst().orElseThrow());
    buffer.put(at, (byte) (int) Integer.decode(value));
    assertThatThrownBy(() -> read(length))
        .as(what)
        .isInstanceOf(SanFormatException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 255})
  void an_unknown_reason_of_a_reject_is_refused(int reason) {
    int length = write(new SanMessage.Reject(1, FLOW, RejectReason.BUSY));
    buffer.put(SanCodec.HEADER, (byte) reason);
    refused(length);
  }

  @Test
  void more_bytes_acknowledged_than_sent_are_refused() {
    refused(write(new SanMessage.Checkpoint(1, FLOW, 1, 11, false, new byte[10])));
  }

  @Test
  void another_lab_s_message_is_refused() {
    int length = write(new SanMessage.Ack(1, FLOW));
    assertThatThrownBy(() -> new SanCodec("lab2").read(buffer.clear().limit(length)))
        .isInstanceOf(SanFormatException.class)
        .hasMessageContaining("another cluster");
  }

  @Test
  void bytes_at_random_are_a_message_or_a_format_exception() {
    Random random = new Random(20261123);
    byte[] noise = new byte[120];
    int messages = 0;
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(noise);
      buffer.clear().put(noise);
      buffer.putInt(0, SanCodec.MAGIC).put(4, (byte) SanCodec.VERSION);
      buffer.put(5, (byte) random.nextInt(10)).putInt(8, "lab".hashCode());
      try {
        read(random.nextInt(noise.length + 1));
        messages++;
      } catch (SanFormatException e) {
        assertThat(e).hasMessageMatching(".+");
      }
    }
    assertThat(messages).isPositive();
  }

  /** Writes the message from the buffer's beginning on and returns its length. */
  private int write(SanMessage message) {
    buffer.clear();
    codec.write(message, buffer);
    return buffer.position();
  }

  private SanMessage read(int length) throws SanFormatException {
    return codec.read(buffer.clear().limit(length));
  }

  private void refused(int length) {
    assertThatThrownBy(() -> read(length))
        .as("%d bytes", length)
        .isInstanceOf(SanFormatException.class);
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
