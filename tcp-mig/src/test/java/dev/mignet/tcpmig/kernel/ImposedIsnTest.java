package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImposedIsnTest {
  private static final int FUNCTION = 0x1abcd;

  private final ByteBuffer program =
      ByteBuffer.wrap(ImposedIsn.program(FUNCTION)).order(ByteOrder.nativeOrder());
  private final int count = program.capacity() / 8;

  @Test
  void the_program_is_short_whole_and_ends_with_exit() {
    assertThat(program.capacity() % 8).isZero();
    assertThat(count).isBetween(40, 150);
    assertThat(opcode(count - 1)).isEqualTo(0x95);
  }

  @Test
  void every_jump_goes_forward_and_stays_inside() {
    int jumps = 0;
    for (int i = 0; i < count; i++) {
      int operation = opcode(i) & 0xf0;
      boolean isClass = (opcode(i) & 7) == 5 || (opcode(i) & 7) == 6;
      if (isClass && operation != 0x80 && operation != 0x90) {
        jumps++;
        assertThat(i + 1 + offset(i)).as("jump at %d", i).isBetween(i + 2, count - 1);
      }
    }
    assertThat(jumps).isEqualTo(2 * 7 + 1 + 4);
  }

  @Test
  void it_looks_up_a_listener_of_each_family_and_calls_the_kernel_function_once() {
    List<Integer> helpers = new ArrayList<>();
    List<Integer> functions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (opcode(i) == 0x85) {
        (source(i) == 2 ? functions : helpers).add(immediate(i));
      }
    }
    assertThat(functions).containsExactly(FUNCTION);
    assertThat(helpers)
        .containsExactly(99, 99, 137, 86); // skc_lookup_tcp, skc_to_tcp_sock, sk_release
  }

  @Test
  void it_writes_only_to_its_stack_and_aligned() {
    for (int i = 0; i < count; i++) {
      int kind = opcode(i) & 7;
      if (kind == 2 || kind == 3) {
        int size = (opcode(i) & 0x18) == 0 ? 4 : (opcode(i) & 0x18) == 8 ? 2 : 1;
        assertThat(destination(i)).isEqualTo(10);
        assertThat((int) offset(i)).isBetween(-64, -size);
        assertThat(Math.floorMod(offset(i), size)).isZero();
      }
    }
  }

  @Test
  void it_reads_the_packet_only_as_far_as_it_has_checked() {
    for (int i = 0; i < count; i++) {
      boolean fromPacket = (opcode(i) & 7) == 1 && source(i) == 7;
      if (fromPacket) {
        assertThat((int) offset(i)).isBetween(0, 60 + ImposedIsn.OPTION_LENGTH - 4);
      }
    }
  }

  @Test
  void the_option_is_laid_out_as_documented() {
    ByteBuffer option = option(true, true, 7, 10);
    assertThat(bytes(option, 0, 4)).isEqualTo("fd144d47");
    assertThat(option.getInt(4)).isEqualTo(0x11223344);
    assertThat(option.getInt(8)).isEqualTo(0x55667788);
    assertThat(option.getShort(12)).isEqualTo((short) 1460);
    assertThat(bytes(option, 14, 6)).isEqualTo("070a" + "00" + "01" + "01" + "01");
  }

  @Test
  void what_is_not_agreed_on_is_zero() {
    assertThat(bytes(option(false, false, -1, 10), 14, 6)).isEqualTo("000000000000");
    assertThat(bytes(option(false, false, 7, -1), 14, 6)).isEqualTo("000000000000");
    assertThat(bytes(option(true, false, 0, 0), 14, 6)).isEqualTo("000000010100");
  }

  private static ByteBuffer option(
      boolean sack, boolean timestamps, int serverScale, int clientScale) {
    ByteBuffer option = ByteBuffer.allocate(ImposedIsn.OPTION_LENGTH);
    ImposedIsn.writeOption(
        option, 0x11223344, 0x55667788, 1460, serverScale, clientScale, sack, timestamps, false);
    return option;
  }

  private static String bytes(ByteBuffer option, int from, int length) {
    byte[] copy = new byte[length];
    option.get(from, copy);
    return HexFormat.of().formatHex(copy);
  }

  private int opcode(int instruction) {
    return program.get(8 * instruction) & 0xff;
  }

  private int destination(int instruction) {
    return registers(instruction) & 0xf;
  }

  private int source(int instruction) {
    return registers(instruction) >>> 4;
  }

  /** Both registers, the source's in the high half. */
  private int registers(int instruction) {
    int registers = program.get(8 * instruction + 1) & 0xff;
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return little ? registers : (registers & 0xf) << 4 | registers >>> 4;
  }

  private short offset(int instruction) {
    return program.getShort(8 * instruction + 2);
  }

  private int immediate(int instruction) {
    return program.getInt(8 * instruction + 4);
  }
}
