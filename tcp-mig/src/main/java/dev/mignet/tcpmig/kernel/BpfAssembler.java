package dev.mignet.tcpmig.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts together eBPF instructions (linux/bpf.h; RFC 9669): 8 bytes each, u8 opcode, u8 registers,
 * s16 offset, s32 immediate, in native byte order. Registers are 0 to 10, where 10 is the frame
 * pointer.
 */
final class BpfAssembler {
  static final int BYTE = 0x10;
  static final int HALF = 0x08;
  static final int WORD = 0x00;

  private static final int LDX_MEM = 0x61;
  private static final int STX_MEM = 0x63;
  private static final int ST_MEM = 0x62;
  private static final int MOV_IMMEDIATE = 0xb7;
  private static final int MOV_REGISTER = 0xbf;
  private static final int ADD_IMMEDIATE = 0x07;
  private static final int AND_IMMEDIATE = 0x57;
  private static final int JUMP = 0x05;
  private static final int JUMP_GREATER = 0x2d;
  private static final int JUMP_NOT_EQUAL = 0x55;
  private static final int JUMP32_NOT_EQUAL = 0x56;
  private static final int JUMP_EQUAL = 0x15;
  private static final int CALL = 0x85;
  private static final int EXIT = 0x95;
  private static final int SOURCE_KFUNC = 2;

  private final List<long[]> instructions =
      new ArrayList<>(); // opcode, registers, offset, immediate
  private final Map<Integer, String> jumps = new HashMap<>();
  private final Map<String, Integer> labels = new HashMap<>();

  /** {@code to = *(size *)(from + offset)}. */
  BpfAssembler load(int size, int to, int from, int offset) {
    return emit(LDX_MEM | size, to, from, offset, 0);
  }

  /** {@code *(size *)(to + offset) = from}. */
  BpfAssembler store(int size, int to, int offset, int from) {
    return emit(STX_MEM | size, to, from, offset, 0);
  }

  /** {@code *(size *)(to + offset) = value}. */
  BpfAssembler storeValue(int size, int to, int offset, int value) {
    return emit(ST_MEM | size, to, 0, offset, value);
  }

  BpfAssembler move(int to, int from) {
    return emit(MOV_REGISTER, to, from, 0, 0);
  }

  BpfAssembler moveValue(int to, int value) {
    return emit(MOV_IMMEDIATE, to, 0, 0, value);
  }

  BpfAssembler add(int to, int value) {
    return emit(ADD_IMMEDIATE, to, 0, 0, value);
  }

  BpfAssembler and(int to, int value) {
    return emit(AND_IMMEDIATE, to, 0, 0, value);
  }

  BpfAssembler jump(String label) {
    return jump(JUMP, 0, 0, 0, label);
  }

  BpfAssembler jumpIfGreater(int left, int right, String label) {
    return jump(JUMP_GREATER, left, right, 0, label);
  }

  BpfAssembler jumpUnless(int register, int value, String label) {
    return jump(JUMP_NOT_EQUAL, register, 0, value, label);
  }

  /** Compares the low 32 bits: what a function that returns an int leaves in the register. */
  BpfAssembler jumpUnless32(int register, int value, String label) {
    return jump(JUMP32_NOT_EQUAL, register, 0, value, label);
  }

  BpfAssembler jumpIf(int register, int value, String label) {
    return jump(JUMP_EQUAL, register, 0, value, label);
  }

  /** Calls a helper by its number in linux/bpf.h. */
  BpfAssembler callHelper(int number) {
    return emit(CALL, 0, 0, 0, number);
  }

  /** Calls a kernel function by the id of its type in the kernel's BTF. */
  BpfAssembler callKernelFunction(int btfId) {
    return emit(CALL, 0, SOURCE_KFUNC, 0, btfId);
  }

  BpfAssembler exit() {
    return emit(EXIT, 0, 0, 0, 0);
  }

  BpfAssembler label(String name) {
    labels.put(name, instructions.size());
    return this;
  }

  /** The program's bytes. */
  byte[] assemble() {
    ByteBuffer program =
        ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.nativeOrder());
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < instructions.size(); i++) {
      long[] parts = instructions.get(i);
      int to = (int) (parts[1] & 0xf);
      int from = (int) (parts[1] >> 4);
      long offset = jumps.containsKey(i) ? target(i) - i - 1 : parts[2];
      program.put((byte) parts[0]).put((byte) (little ? from << 4 | to : to << 4 | from));
      program.putShort((short) offset).putInt((int) parts[3]);
    }
    return program.array();
  }

  private int target(int jump) {
    Integer target = labels.get(jumps.get(jump));
    if (target == null) {
      throw new IllegalStateException("no label " + jumps.get(jump));
    }
    return target;
  }

  private BpfAssembler jump(int opcode, int left, int right, int value, String label) {
    jumps.put(instructions.size(), label);
    return emit(opcode, left, right, 0, value);
  }

  private BpfAssembler emit(int opcode, int to, int from, int offset, int immediate) {
    instructions.add(new long[] {opcode, from << 4 | to, offset, immediate});
    return this;
  }
}
