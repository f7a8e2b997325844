package dev.mignet.tcpmig.san;

import java.util.Arrays;

/** How many messages of each type there were. Counting allocates nothing. */
public final class MessageCounts {
  private final long[] counts = new long[Byte.MAX_VALUE + 1]; // by the code

  /** Counts one. */
  public void count(SanMessage message) {
    counts[MessageType.of(message).code()]++;
  }

  /** How many of that type. */
  public long of(MessageType type) {
    return counts[type.code()];
  }

  /** How many in all. */
  public long sum() {
    return Arrays.stream(counts).sum();
  }
}
