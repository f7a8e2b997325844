package dev.mignet.apache.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks by hand, after draft-ietf-opsawg-pcapng. */
class CaptureFileTest {

  private static final String LITTLE_ENDIAN_SECTION =
      "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000";

  /** Ethernet, name "eth0" and nanoseconds. */
  private static final String INTERFACE =
      "01000000 28000000 0100 0000 00000400 0200 0400 65746830 0900 0100 09000000 00000000 28000000";

  private static final String INTERFACE_WITHOUT_OPTIONS =
      "01000000 14000000 0100 0000 00000400 14000000";

  /** Time 1 x 2^32 + 2 units, three bytes of an original of 60. */
  private static String packet(int device) {
    return "06000000 24000000 0%d000000 01000000 02000000 03000000 3c000000 aabbcc00 24000000"
        .formatted(device);
  }

  private static List<Frame> read(String... blocks) throws IOException {
    String hex = String.join("", blocks).replace(" ", "");
    return CaptureFile.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), "x.pcapng");
  }

  @Test
  void a_packet_has_device_time_and_bytes() throws IOException {
    List<Frame> frames = read(LITTLE_ENDIAN_SECTION, INTERFACE, packet(0));
    assertThat(frames).hasSize(1);
    assertThat(frames.get(0).device()).isEqualTo("eth0");
    assertThat(frames.get(0).nanos()).isEqualTo(0x1_0000_0002L);
    assertThat(frames.get(0).bytes())
        .isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xaa, (byte) 0xbb, (byte) 0xcc}));
  }

  @Test
  void without_a_resolution_times_are_microseconds() throws IOException {
    List<Frame> frames =
        read(LITTLE_ENDIAN_SECTION, INTERFACE, INTERFACE_WITHOUT_OPTIONS, packet(1));
    assertThat(frames.get(0).nanos()).isEqualTo(0x1_0000_0002L * 1000);
    assertThat(frames.get(0).device()).isEmpty();
  }

  @Test
  void a_big_endian_section_reads_the_same() throws IOException {
    List<Frame> frames =
        read(
            "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c",
            "00000001 00000014 0001 0000 00040000 00000014",
            "00000006 00000024 00000000 00000000 00000005 00000002 0000003c ddee0000 00000024");
    assertThat(frames.get(0).nanos()).isEqualTo(5000);
    assertThat(frames.get(0).bytes().limit()).isEqualTo(2);
  }

  @Test
  void blocks_of_other_types_are_skipped() throws IOException {
    assertThat(read(LITTLE_ENDIAN_SECTION, "05000000 10000000 12345678 10000000")).isEmpty();
  }

  @Test
  void a_file_cut_short_is_an_error_that_names_it() {
    assertThatThrownBy(() -> read(LITTLE_ENDIAN_SECTION, INTERFACE, "06000000 24000000 00000000"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("x.pcapng is no complete pcapng file: a block of 36 bytes at 68");
    assertThatThrownBy(() -> read("0a0d")).isInstanceOf(IOException.class);
  }

  @Test
  void a_link_that_is_no_ethernet_is_an_error() {
    assertThatThrownBy(
            () -> read(LITTLE_ENDIAN_SECTION, "01000000 14000000 7100 0000 00000400 14000000"))
        .hasMessageContaining("link type 113");
  }
}
