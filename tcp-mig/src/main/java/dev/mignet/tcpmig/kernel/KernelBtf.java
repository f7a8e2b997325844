package dev.mignet.tcpmig.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The kernel's type information (Documentation/bpf/btf.rst), as far as it is needed to find a
 * function's id.
 */
public final class KernelBtf {
  private static final Path FILE = Path.of("/sys/kernel/btf/vmlinux");
  private static final int MAGIC = 0xeb9f;
  private static final int KIND_FUNCTION = 12;

  /**
   * By kind, the bytes that follow a type's 12-byte header: {fixed, for each of its vlen members}.
   * The kinds are, from 0: void, int, pointer, array, struct, union, enum, forward, typedef,
   * volatile, const, restrict, function, prototype, variable, section, float, declaration tag, type
   * tag, 64-bit enum.
   */
  private static final int[][] SIZES = {
    {0, 0}, {4, 0}, {0, 0}, {12, 0}, {0, 12}, {0, 12}, {0, 8}, {0, 0}, {0, 0}, {0, 0},
    {0, 0}, {0, 0}, {0, 0}, {0, 8}, {4, 0}, {0, 12}, {0, 0}, {4, 0}, {0, 0}, {0, 12}
  };

  private KernelBtf() {}

  /** The id of a function of the running kernel; empty where it has no such function or no BTF. */
  public static OptionalInt functionId(String name) throws IOException {
    try {
      return functionId(name, Files.readAllBytes(FILE));
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    }
  }

  static OptionalInt functionId(String name, byte[] btf) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(btf).order(ByteOrder.nativeOrder());
    if (btf.length < 24 || (data.getShort(0) & 0xffff) != MAGIC) {
      throw new IOException(FILE + " is no BTF");
    }
    int header = data.getInt(4);
    int types = header + data.getInt(8);
    int typesEnd = types + data.getInt(12);
    int strings = header + data.getInt(16);
    byte[] wanted = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    int id = 1;
    for (int at = types; at + 12 <= typesEnd; id++) {
      int info = data.getInt(at + 4);
      int kind = info >>> 24 & 0x1f;
      if (kind >= SIZES.length) {
        throw new IOException(FILE + ": unknown kind of type " + kind);
      }
      if (kind == KIND_FUNCTION && named(btf, strings + data.getInt(at), wanted)) {
        return OptionalInt.of(id);
      }
      at += 12 + SIZES[kind][0] + SIZES[kind][1] * (info & 0xffff);
    }
    return OptionalInt.empty();
  }

  private static boolean named(byte[] btf, int at, byte[] wanted) {
    return at + wanted.length <= btf.length
        && Arrays.equals(btf, at, at + wanted.length, wanted, 0, wanted.length);
  }
}
