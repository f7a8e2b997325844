package dev.mignet.topology.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PcapngMergerTest {

  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int NAMES = 4;
  private static final int STATISTICS = 5;
  private static final int PACKET = 6;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PcapngMerger merger = new PcapngMerger(out);

  /** A block of that type with these words of body; type, length, body, length again. */
  private static byte[] block(int type, int... words) {
    int length = 12 + 4 * words.length;
    ByteBuffer block = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    block.putInt(type).putInt(length);
    Arrays.stream(words).forEach(block::putInt);
    return block.putInt(length).array();
  }

  private static byte[] section(int length) {
    return block(SECTION, 0x1a2b3c4d, 1, length, 0);
  }

  private static byte[] all(byte[]... blocks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Arrays.stream(blocks).forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private void copy(byte[]... blocks) throws IOException {
    merger.copy(new ByteArrayInputStream(all(blocks)));
  }

  @Test
  void interfaces_of_a_second_source_get_numbers_behind_those_of_the_first() throws IOException {
    copy(section(7), block(INTERFACE, 100), block(INTERFACE, 101), block(PACKET, 1, 11));
    copy(
        section(7),
        block(INTERFACE, 200),
        block(NAMES, 5),
        block(PACKET, 0, 22),
        block(STATISTICS, 0, 33));

    byte[] lengthNotTold = block(SECTION, 0x1a2b3c4d, 1, -1, -1);
    assertThat(out.toByteArray())
        .isEqualTo(
            all(
                lengthNotTold,
                block(INTERFACE, 100),
                block(INTERFACE, 101),
                block(PACKET, 1, 11),
                block(INTERFACE, 200),
                block(PACKET, 2, 22),
                block(STATISTICS, 2, 33)));
  }

  @Test
  void a_block_that_ends_too_early_is_left_out() throws IOException {
    byte[] packet = block(PACKET, 0, 11);

    copy(section(-1), block(INTERFACE, 100), packet, Arrays.copyOf(packet, 10));

    assertThat(out.toByteArray()).hasSize(28 + 16 + 20);
  }

  @Test
  void what_is_no_pcapng_is_refused() {
    assertThatThrownBy(() -> copy(block(PACKET, 0, 11)))
        .isInstanceOf(IOException.class)
        .hasMessage("no pcapng: interface 0");
    assertThatThrownBy(() -> copy(new byte[16]))
        .isInstanceOf(IOException.class)
        .hasMessage("no pcapng: a block of 0 bytes");
  }
}
