package dev.mignet.tcpmig.connection;

/**
 * What the checkpoints of all connections take together. A single one is bounded by {@link
 * Checkpoint#LIMIT}.
 */
public final class CheckpointMemory {
  private final long limit;
  private long used;

  /**
   * With that limit.
   *
   * @param limit bytes; beyond it no migration begins, here or by another node. Those that are on
   *     may go a little over it
   */
  public CheckpointMemory(long limit) {
    this.limit = limit;
  }

  /** Counts what a connection's checkpoint takes now in place of what it took before. */
  public void note(Connection connection) {
    int bytes = connection.checkpoint().capacity();
    used += bytes - connection.countedCheckpoint();
    connection.setCountedCheckpoint(bytes);
  }

  /** The connection is over. */
  public void forget(Connection connection) {
    used -= connection.countedCheckpoint();
    connection.setCountedCheckpoint(0);
  }

  /** Whether the limit is reached. */
  public boolean isFull() {
    return used >= limit;
  }

  /** Bytes that are taken. */
  public long used() {
    return used;
  }
}
