package dev.mignet.tcpmig.daemon;

import java.util.function.LongSupplier;

/**
 * Ids of migrations, unique in the cluster: u8 node number, 24 bits of the second in which the
 * daemon started, u32 counter.
 */
final class MigrationIds implements LongSupplier {
  private long next;

  MigrationIds(int node) {
    long seconds = System.currentTimeMillis() / 1000 & 0xffffff;
    next = (long) node << 56 | seconds << 32;
  }

  @Override
  public long getAsLong() {
    return ++next;
  }
}
