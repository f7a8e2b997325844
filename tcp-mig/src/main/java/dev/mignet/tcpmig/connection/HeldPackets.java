package dev.mignet.tcpmig.connection;

import java.util.Arrays;

/**
 * A connection's packets that wait, in the order of arrival: the ids of those that are in the
 * queue, and copies of those that must not be let through from there.
 */
public final class HeldPackets {
  /**
   * A client can have no more than this under way to one connection before the rest is left to its
   * retransmission.
   */
  public static final int LIMIT = 1024;

  private static final byte[] IN_QUEUE = {};

  private int[] ids = new int[2];
  private byte[][] copies = {IN_QUEUE, IN_QUEUE};
  private boolean[] stored = new boolean[2];
  private int size;

  /**
   * Adds a packet.
   *
   * @param isStored whether its data stand in the checkpoint
   * @return false where the limit is reached; nothing is changed then
   */
  public boolean add(int id, boolean isStored) {
    return add(id, IN_QUEUE, isStored);
  }

  /**
   * Adds the copy of a packet that is dropped from the queue.
   *
   * @param packet all of it, from the IP header on
   * @param isStored whether its data stand in the checkpoint
   * @return false where the limit is reached; nothing is changed then
   */
  public boolean add(byte[] packet, boolean isStored) {
    return add(0, packet, isStored);
  }

  private boolean add(int id, byte[] copy, boolean isStored) {
    if (size == LIMIT) {
      return false;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      copies = Arrays.copyOf(copies, 2 * size);
      stored = Arrays.copyOf(stored, 2 * size);
    }
    ids[size] = id;
    copies[size] = copy;
    stored[size++] = isStored;
    return true;
  }

  public int size() {
    return size;
  }

  /** Of one that is in the queue. */
  public int id(int index) {
    return ids[index];
  }

  /** Whether it is a copy, {@link #copy}. */
  public boolean isCopy(int index) {
    return copies[index] != IN_QUEUE;
  }

  /** The packet, from the IP header on. */
  public byte[] copy(int index) {
    return copies[index];
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
    Arrays.fill(copies, 0, size, IN_QUEUE);
    size = 0;
  }
}
