package dev.mignet.nodes.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel answers, as bytes; no kernel. */
class NetlinkReplyTest {
  private static final NetlinkRequest ADD =
      NetlinkRequest.of("add link veth0", 16, NetlinkRequest.NLM_F_CREATE, m -> m.u32(0));
  private static final NetlinkRequest DUMP =
      NetlinkRequest.of("list links", 18, NetlinkRequest.NLM_F_DUMP, m -> m.u32(0));

  @Test
  void an_acknowledgement_ends_the_exchange_without_replies() {
    NetlinkExchange exchange = new NetlinkExchange(List.of(ADD), 5);
    assertThat(accept(exchange, error(5, 0x100, 0, ""))).isTrue();
    assertThat(exchange.result()).isEmpty();
  }

  @Test
  void an_error_names_the_operation_and_the_kernels_own_words() {
    NetlinkExchange exchange = new NetlinkExchange(List.of(ADD), 5);
    String text =
        HexFormat.of()
            .formatHex("Name taken\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(accept(exchange, error(5, 0x300, -17, "0f000100" + text + "00"))).isTrue();
    assertThatThrownBy(exchange::result)
        .isInstanceOf(KernelException.class)
        .hasMessage("add link veth0: EEXIST (17): File exists [Name taken]");
  }

  @Test
  void a_dump_goes_on_until_done() {
    NetlinkExchange exchange = new NetlinkExchange(List.of(DUMP), 1);
    String link = "14000000" + "1000" + "0200" + "01000000" + "00000000" + "aabbccdd";
    assertThat(accept(exchange, link + link)).isFalse();
    assertThat(
            accept(exchange, "14000000" + "0300" + "0200" + "01000000" + "00000000" + "00000000"))
        .isTrue();
    assertThat(exchange.result()).hasSize(2);
    assertThat(exchange.result().get(0).body().getInt(0)).isEqualTo(0xddccbbaa);
    assertThat(exchange.interrupted()).isFalse();
  }

  @Test
  void a_dump_that_changed_meanwhile_is_known_as_interrupted() {
    NetlinkExchange exchange = new NetlinkExchange(List.of(DUMP), 1);
    accept(exchange, "14000000" + "0300" + "1200" + "01000000" + "00000000" + "00000000");
    assertThat(exchange.interrupted()).isTrue();
  }

  @Test
  void messages_of_another_sequence_number_are_not_ours() {
    NetlinkExchange exchange = new NetlinkExchange(List.of(ADD), 5);
    assertThat(accept(exchange, error(4, 0x100, -1, ""))).isFalse();
    assertThat(accept(exchange, error(5, 0x100, 0, ""))).isTrue();
    assertThat(exchange.result()).isEmpty();
  }

  @Test
  void a_batch_reports_its_first_error_after_all_are_answered() {
    NetlinkExchange exchange = new NetlinkExchange(List.of(ADD, DUMP, ADD), 8);
    assertThat(accept(exchange, error(8, 0x100, 0, ""))).isFalse();
    assertThat(accept(exchange, error(9, 0x100, -1, "") + error(10, 0x100, -2, ""))).isTrue();
    assertThatThrownBy(exchange::result).hasMessageStartingWith("list links: EPERM (1): ");
  }

  @Test
  void a_truncated_datagram_is_not_read_beyond_its_end() {
    NetlinkExchange exchange = new NetlinkExchange(List.of(ADD), 5);
    assertThat(accept(exchange, "ff000000" + "0200" + "0000" + "05000000" + "00000000")).isFalse();
    assertThat(accept(exchange, "04000000" + "0200" + "0000" + "05000000" + "00000000")).isFalse();
  }

  static ByteBuffer buffer(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.nativeOrder());
  }

  private static boolean accept(NetlinkExchange exchange, String hex) {
    ByteBuffer datagram = buffer(hex);
    return exchange.accept(datagram, datagram.limit());
  }

  /** NLMSG_ERROR with a capped echo: header, error, header of the request, attributes. */
  private static String error(int sequence, int flags, int error, String attributes) {
    ByteBuffer bytes = ByteBuffer.allocate(36).order(ByteOrder.nativeOrder());
    bytes.putInt(36 + attributes.length() / 2).putShort((short) 2).putShort((short) flags);
    bytes.putInt(sequence).putInt(0).putInt(error).putInt(0x40);
    return HexFormat.of().formatHex(bytes.array()) + attributes;
  }
}
