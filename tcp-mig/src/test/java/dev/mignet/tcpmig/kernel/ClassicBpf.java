package dev.mignet.tcpmig.kernel;

import java.nio.ByteBuffer;

/**
 * Runs a classic BPF program as iptables' bpf match has it ({@code COUNT,CODE JT JF K,...}) on a
 * packet: those instructions that the rules use. A read beyond the packet ends the program with 0,
 * as in the kernel.
 */
final class ClassicBpf {
  private final int[][] program;

  ClassicBpf(String text) {
    String[] parts = text.split(",", -1);
    program = new int[parts.length - 1][];
    for (int i = 1; i < parts.length; i++) {
      String[] numbers = parts[i].trim().split(" ", -1);
      program[i - 1] = new int[4];
      for (int j = 0; j < 4; j++) {
        program[i - 1][j] = Integer.parseUnsignedInt(numbers[j]);
      }
    }
    if (Integer.parseInt(parts[0]) != program.length) {
      throw new IllegalArgumentException(parts[0] + " is not " + program.length);
    }
  }

  boolean matches(ByteBuffer packet) {
    try {
      return run(packet) != 0;
    } catch (IndexOutOfBoundsException e) {
      return false;
    }
  }

  private int run(ByteBuffer packet) {
    int a = 0;
    int x = 0;
    for (int pc = 0; pc < program.length; pc++) {
      int k = program[pc][3];
      boolean jump = false;
      boolean isJump = false;
      switch (program[pc][0]) {
        case 0x06 -> {
          return k;
        }
        case 0xb1 -> x = 4 * (packet.get(k) & 0xf); // ldxb 4 * ([k] & 0xf)
        case 0x01 -> x = k; // ldx #k
        case 0x30 -> a = packet.get(k) & 0xff; // ldb [k]
        case 0x04 -> a += k;
        case 0x28 -> a = packet.getShort(k) & 0xffff; // ldh [k]
        case 0x40 -> a = packet.getInt(x + k); // ld [x + k]
        case 0x48 -> a = packet.getShort(x + k) & 0xffff; // ldh [x + k]
        case 0x50 -> a = packet.get(x + k) & 0xff; // ldb [x + k]
        case 0x54 -> a &= k;
        case 0x74 -> a >>>= k;
        case 0x0c -> a += x;
        case 0x1c -> a -= x;
        case 0x14 -> a -= k;
        case 0x07 -> x = a; // tax
        case 0x15, 0x25, 0x35 -> {
          isJump = true;
          int order = Integer.compareUnsigned(a, k);
          jump =
              program[pc][0] == 0x15 ? order == 0 : program[pc][0] == 0x25 ? order > 0 : order >= 0;
        }
        default -> throw new IllegalArgumentException("no instruction " + program[pc][0]);
      }
      if (isJump) {
        pc += program[pc][jump ? 1 : 2];
      }
    }
    throw new IllegalArgumentException("the program does not end");
  }
}
