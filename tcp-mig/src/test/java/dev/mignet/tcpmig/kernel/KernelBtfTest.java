package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Type information made by hand (Documentation/bpf/btf.rst). */
class KernelBtfTest {
  private static final String STRINGS = "\0int\0tcp_sock\0do_it\0do_it_not\0";
  private static final int INT = STRINGS.indexOf("int");
  private static final int DO_IT = STRINGS.indexOf("do_it");
  private static final int DO_IT_NOT = STRINGS.indexOf("do_it_not");

  private final ByteBuffer types = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());

  @Test
  void a_function_s_id_counts_the_types_before_it_whatever_their_size() throws IOException {
    type(INT, 1, 0, 1); // int
    type(0, 2, 0, 0); // pointer
    type(0, 3, 0, 3); // array
    type(0, 4, 2, 2 * 3); // struct of two
    type(0, 5, 1, 3); // union of one
    type(0, 6, 3, 3 * 2); // enum of three
    type(0, 7, 0, 0); // forward
    type(0, 8, 0, 0); // typedef
    type(0, 9, 0, 0); // volatile
    type(0, 10, 0, 0); // const
    type(0, 11, 0, 0); // restrict
    type(0, 13, 2, 2 * 2); // prototype of two
    type(0, 14, 0, 1); // variable
    type(0, 15, 1, 3); // section of one
    type(0, 16, 0, 0); // float
    type(0, 17, 0, 1); // declaration tag
    type(0, 18, 0, 0); // type tag
    type(0, 19, 1, 3); // 64-bit enum of one
    type(DO_IT_NOT, 12, 1, 0);
    type(DO_IT, 12, 1, 0);
    assertThat(KernelBtf.functionId("do_it", btf())).hasValue(20);
    assertThat(KernelBtf.functionId("do_it_not", btf())).hasValue(19);
  }

  @Test
  void only_a_function_of_exactly_that_name_counts() throws IOException {
    type(DO_IT, 8, 0, 0); // a typedef
    type(DO_IT_NOT, 12, 1, 0);
    assertThat(KernelBtf.functionId("do_it", btf())).isEmpty();
    assertThat(KernelBtf.functionId("it_not", btf())).isEmpty();
    assertThat(KernelBtf.functionId("", btf())).isEmpty();
  }

  @Test
  void no_types_have_no_functions() throws IOException {
    assertThat(KernelBtf.functionId("do_it", btf())).isEmpty();
  }

  @Test
  void the_high_bit_of_a_type_is_no_part_of_its_kind() throws IOException {
    type(0, 4 | 0x80, 1, 3); // a struct with bit fields
    type(DO_IT, 12, 1, 0);
    assertThat(KernelBtf.functionId("do_it", btf())).hasValue(2);
  }

  @Test
  void a_kind_that_is_not_known_is_an_error() {
    type(0, 20, 0, 0);
    assertThatThrownBy(() -> KernelBtf.functionId("do_it", btf()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unknown kind of type 20");
  }

  @Test
  void what_has_no_magic_or_is_too_short_is_no_btf() {
    byte[] wrong = btf();
    wrong[0] ^= 1;
    assertThatThrownBy(() -> KernelBtf.functionId("do_it", wrong))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no BTF");
    assertThatThrownBy(() -> KernelBtf.functionId("do_it", new byte[23]))
        .isInstanceOf(IOException.class);
  }

  /** A type with {@code words} of 4 bytes after its header. */
  private void type(int name, int kind, int members, int words) {
    types.putInt(name).putInt(kind << 24 | members).putInt(1);
    for (int i = 0; i < words; i++) {
      types.putInt(0x0c000000); // looks like a function where it is read as one
    }
  }

  private byte[] btf() {
    byte[] strings = STRINGS.getBytes(StandardCharsets.US_ASCII);
    int length = types.position();
    ByteBuffer btf =
        ByteBuffer.allocate(24 + length + strings.length).order(ByteOrder.nativeOrder());
    btf.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    btf.putInt(0).putInt(length).putInt(length).putInt(strings.length);
    btf.put(types.array(), 0, length).put(strings);
    return btf.array();
  }
}
