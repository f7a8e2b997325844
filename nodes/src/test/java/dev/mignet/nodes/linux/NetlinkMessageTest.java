package dev.mignet.nodes.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NetlinkMessageTest {
  private final ByteBuffer bytes = ByteBuffer.allocate(256);

  @Test
  void a_message_has_its_length_type_flags_and_sequence_number() {
    int length = new NetlinkMessage(bytes).begin(0x10, 0x605).sequence(7).u8(0xab).end();
    assertThat(length).isEqualTo(20);
    assertThat(hex())
        .isEqualTo("14000000" + "1000" + "0506" + "07000000" + "00000000" + "ab000000");
  }

  @Test
  void values_are_padded_to_four_bytes_but_their_length_is_exact() {
    NetlinkMessage message = new NetlinkMessage(bytes).begin(1, 0);
    message.attributeString(3, "lo").attributeU8(4, 1).attributeU16(5, 0x1234).end();
    assertThat(hex().substring(32))
        .isEqualTo(
            "0700"
                + "0300"
                + "6c6f0000"
                + "0500"
                + "0400"
                + "01000000"
                + "0600"
                + "0500"
                + "34120000");
  }

  @Test
  void big_endian_integers_are_big_endian() {
    NetlinkMessage message = new NetlinkMessage(bytes).begin(1, 0);
    message.attributeBe32(1, 0x0a090164).attributeBe16(2, 80).attributeU32(3, 5).end();
    assertThat(hex().substring(32))
        .isEqualTo(
            "0800"
                + "0100"
                + "0a090164"
                + "0600"
                + "0200"
                + "00500000"
                + "0800"
                + "0300"
                + "05000000");
  }

  @Test
  void a_nested_attribute_counts_what_it_holds() {
    NetlinkMessage message = new NetlinkMessage(bytes).begin(1, 0);
    int outer = message.beginNest(18);
    message.attributeString(1, "veth");
    int inner = message.beginNest(2 | NetlinkMessage.NESTED);
    message.attributeU32(1, 9);
    message.endNest(inner).endNest(outer).end();
    assertThat(hex().substring(32))
        .isEqualTo(
            "1c00"
                + "1200"
                + "0900"
                + "0100"
                + "7665746800000000"
                + "0c00"
                + "0280"
                + "0800"
                + "0100"
                + "09000000");
  }

  @Test
  void several_messages_follow_one_another_in_one_buffer() {
    NetlinkMessage message = new NetlinkMessage(bytes);
    message.begin(1, 0).u8(1).end();
    message.begin(2, 0).end();
    assertThat(bytes.position()).isEqualTo(36);
    assertThat(bytes.getInt(20)).isEqualTo(16);
  }

  @Test
  void a_reader_gets_back_what_was_written() {
    NetlinkMessage message = new NetlinkMessage(bytes).begin(1, 0);
    message.attributeString(3, "eth0").attributeU64(4, 1L << 40).attributeBe16(5, 443);
    int nest = message.beginNest(6 | NetlinkMessage.NESTED);
    message.attributeBe32(1, -2);
    int length = message.endNest(nest).end();

    NetlinkAttributes attributes = new NetlinkAttributes().wrap(bytes, 16, length - 16);
    assertThat(attributes.find(3)).isTrue();
    assertThat(attributes.string()).isEqualTo("eth0");
    assertThat(attributes.find(4)).isTrue();
    assertThat(attributes.u64()).isEqualTo(1L << 40);
    assertThat(attributes.find(5)).isTrue();
    assertThat(attributes.be16()).isEqualTo(443);
    assertThat(attributes.find(6)).isTrue();
    NetlinkAttributes inner = attributes.nested(new NetlinkAttributes());
    assertThat(inner.next()).isTrue();
    assertThat(inner.be32()).isEqualTo(-2);
    assertThat(inner.next()).isFalse();
    assertThat(attributes.find(99)).isFalse();
  }

  @Test
  void a_reader_stops_at_an_attribute_that_does_not_fit() {
    ByteBuffer real = NetlinkReplyTest.buffer("08000300" + "65746800" + "20000400" + "01");
    NetlinkAttributes attributes = new NetlinkAttributes().wrap(real, 0, real.limit());
    assertThat(attributes.next()).isTrue();
    assertThat(attributes.next()).isFalse();
  }

  @Test
  void a_value_shorter_than_asked_for_is_an_error() {
    ByteBuffer real = NetlinkReplyTest.buffer("06000300" + "01020000");
    NetlinkAttributes attributes = new NetlinkAttributes().wrap(real, 0, real.limit());
    assertThat(attributes.next()).isTrue();
    assertThatThrownBy(attributes::u32)
        .hasMessage("netlink attribute 3 has 2 bytes, not 4")
        .isInstanceOf(IllegalStateException.class);
  }

  private String hex() {
    return HexFormat.of().formatHex(bytes.array(), 0, bytes.position());
  }
}
