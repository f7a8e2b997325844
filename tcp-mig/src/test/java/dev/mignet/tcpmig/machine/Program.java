package dev.mignet.tcpmig.machine;

/** Bytes that are taken for choices, one after the other; zeros when they are used up. */
final class Program {
  private final byte[] bytes;
  private int at;

  Program(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next choice among so many, at most 256. */
  int choose(int from) {
    return ended() ? 0 : (bytes[at++] & 0xff) % from;
  }

  /** The next choice among so many: but for the first, each comes once in so many times. */
  int seldom(int from, int oneIn) {
    int rest = oneIn - choose(oneIn);
    return rest < from ? rest : 0;
  }

  boolean ended() {
    return at >= bytes.length;
  }
}
