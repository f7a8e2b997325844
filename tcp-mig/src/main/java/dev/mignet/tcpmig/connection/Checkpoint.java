package dev.mignet.tcpmig.connection;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The client's bytes that the next server needs (the paper, section 5): those of the request in
 * progress that the old server has acknowledged, and those that came after the migration began.
 */
public final class Checkpoint {
  /** Bytes that one checkpoint may hold; it must fit one SAN datagram. */
  public static final int LIMIT = 60_000;

  private static final byte[] NOTHING = {};

  private byte[] data = NOTHING;
  private int length;
  private int start;
  private int acknowledged;
  private int given;
  private boolean fin;
  private boolean lost;

  /** Begins anew, without bytes so far. */
  public void begin(int newStart) {
    begin(newStart, NOTHING, 0, 0);
  }

  /**
   * Begins anew: the first byte's sequence number, the bytes so far, and how many of them the
   * client has been acknowledged.
   */
  public void begin(int newStart, byte[] bytes, int count, int newAcknowledged) {
    start = newStart;
    length = 0;
    acknowledged = newAcknowledged;
    given = 0;
    fin = false;
    lost = false;
    reserve(count);
    System.arraycopy(bytes, 0, data, 0, count);
    length = count;
  }

  /**
   * Adds a segment if it continues the checkpoint and fits; otherwise it changes nothing and
   * returns false.
   */
  public boolean add(int sequence, ByteBuffer segment, int offset, int count, boolean withFin) {
    if (fin || sequence != end() || length + count > LIMIT) {
      return false;
    }
    reserve(count);
    segment.get(/* index= */ offset, data, /* offset= */ length, /* length= */ count);
    length += count;
    fin = withFin;
    return true;
  }

  /** Notes that the segment with the last bytes carried the client's FIN. */
  public void markFin() {
    fin = true;
  }

  /** Notes that the client has been acknowledged all bytes so far. */
  public void acknowledge() {
    acknowledged = length;
  }

  /** Gives the memory back. */
  public void release() {
    data = NOTHING;
    length = 0;
  }

  /**
   * Whether the daemon was restarted while the checkpoint was under way: it cannot be sent again,
   * and nothing that stands here is right.
   */
  public boolean lost() {
    return lost;
  }

  public void lose() {
    lost = true;
  }

  /** Sequence number after the last byte; a FIN is not counted. */
  public int end() {
    return start + length;
  }

  public int start() {
    return start;
  }

  public byte[] data() {
    return data;
  }

  public int length() {
    return length;
  }

  /** Bytes of memory that it takes. */
  int capacity() {
    return data.length;
  }

  /** How many of the first bytes the client has been acknowledged. */
  public int acknowledged() {
    return acknowledged;
  }

  public boolean fin() {
    return fin;
  }

  /** How many of the first bytes the new server has. */
  public int given() {
    return given;
  }

  /** Notes that the new server has so many of the first bytes. */
  public void give(int count) {
    given = count;
  }

  private void reserve(int count) {
    if (length + count > data.length) {
      data = Arrays.copyOf(data, Math.max(length + count, 2 * data.length));
    }
  }
}
