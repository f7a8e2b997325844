package dev.mignet.tcpmig.connection;

import java.util.Arrays;

/**
 * The ids of a connection's packets that wait in the queue for their verdict, in the order of
 * arrival.
 */
public final class HeldPackets {
  /**
   * A client can have no more than this under way to one connection before the rest is left to its
   * retransmission.
   */
  public static final int LIMIT = 1024;

  private int[] ids = new int[2];
  private boolean[] stored = new boolean[2];
  private int size;

  /**
   * Adds a packet.
   *
   * @param isStored whether its data stand in the checkpoint
   * @return false where the limit is reached; nothing is changed then
   */
  public boolean add(int id, boolean isStored) {
    if (size == LIMIT) {
      return false;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      stored = Arrays.copyOf(stored, 2 * size);
    }
    ids[size] = id;
    stored[size++] = isStored;
    return true;
  }

  public int size() {
    return size;
  }

  public int id(int index) {
    return ids[index];
  }

  public boolean stored(int index) {
    return stored[index];
  }

  /** Whether the checkpoint has the data of all of them. */
  public boolean allStored() {
    for (int i = 0; i < size; i++) {
      if (!stored[i]) {
        return false;
      }
    }
    return true;
  }

  public void clear() {
    size = 0;
  }
}
