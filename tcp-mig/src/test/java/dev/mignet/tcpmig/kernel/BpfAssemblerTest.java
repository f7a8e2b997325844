package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Encodings as RFC 9669 has them, little endian. */
@EnabledIf(value = "littleEndian", disabledReason = "the expected bytes are little endian")
class BpfAssemblerTest {
  private final BpfAssembler code = new BpfAssembler();

  static boolean littleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  @Test
  void loads_and_stores_name_size_registers_and_offset() {
    code.load(BpfAssembler.WORD, 7, 6, 76);
    code.load(BpfAssembler.HALF, 1, 7, 22);
    code.load(BpfAssembler.BYTE, 1, 7, 9);
    code.store(BpfAssembler.WORD, 10, -24, 1);
    code.storeValue(BpfAssembler.HALF, 10, -32, 5);
    assertThat(hex())
        .isEqualTo(
            "61674c0000000000"
                + "6971160000000000"
                + "7171090000000000"
                + "631ae8ff00000000"
                + "6a0ae0ff05000000");
  }

  @Test
  void moves_and_additions_are_of_64_bits() {
    code.move(9, 0).moveValue(4, -1).add(3, 60);
    assertThat(hex()).isEqualTo("bf09000000000000" + "b7040000ffffffff" + "070300003c000000");
  }

  @Test
  void calls_name_a_helper_or_a_kernel_function() {
    code.callHelper(99).callKernelFunction(0x12345).exit();
    assertThat(hex()).isEqualTo("8500000063000000" + "8520000045230100" + "9500000000000000");
  }

  @Test
  void a_jump_counts_from_the_instruction_after_it() {
    code.jumpIfGreater(3, 2, "end").jumpUnless(1, 69, "end").jumpIf(0, 0, "end");
    code.jumpUnless32(0, 0, "next").label("next").exit().label("end").exit();
    assertThat(hex())
        .isEqualTo(
            "2d23040000000000"
                + "5501030045000000"
                + "1500020000000000"
                + "5600000000000000"
                + "9500000000000000"
                + "9500000000000000");
  }

  @Test
  void a_jump_may_go_back() {
    code.label("again").exit().jumpIf(0, 0, "again");
    assertThat(hex()).endsWith("1500feff00000000");
  }

  @Test
  void a_label_that_is_nowhere_is_an_error() {
    code.jumpIf(0, 0, "nowhere");
    assertThatThrownBy(code::assemble)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no label nowhere");
  }

  private String hex() {
    return HexFormat.of().formatHex(code.assemble());
  }
}
