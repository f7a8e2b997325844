package dev.mignet.nodes.netfilter;

import java.nio.ByteBuffer;

/**
 * A packet that waits for its verdict: a view of the kernel's message (linux/netfilter/
 * nfnetlink_queue.h), valid until the handler returns. Allocates nothing.
 */
public final class QueuedPacket {
  /** No source MAC, or no time of arrival. */
  public static final long UNKNOWN = -1;

  static final int HEADER = 1;
  private static final int MARK = 3;
  private static final int TIMESTAMP = 4;
  private static final int IN_DEVICE = 5;
  private static final int PHYSICAL_IN_DEVICE = 7;
  private static final int HARDWARE_ADDRESS = 9;
  private static final int PAYLOAD = 10;
  private static final int WHOLE_LENGTH = 13;

  private ByteBuffer message = ByteBuffer.allocate(0);
  private ByteBuffer bigEndian = ByteBuffer.allocate(0);
  private int from;
  private int to;
  private int id;
  private int offset;
  private int captured;

  /** Whether it is a packet at all. */
  boolean wrap(ByteBuffer buffer, ByteBuffer bigEndianBuffer, int first, int end) {
    message = buffer;
    bigEndian = bigEndianBuffer;
    from = first;
    to = end;
    int header = find(HEADER);
    if (header < 0) {
      return false;
    }
    id = bigEndian.getInt(header);
    int payload = find(PAYLOAD);
    offset = Math.max(payload, 0);
    captured = payload < 0 ? 0 : Nfnetlink.length(message, payload);
    return true;
  }

  /** To be given back with the verdict. */
  public int id() {
    return id;
  }

  /** The packet's mark (not the connection's). */
  public int mark() {
    int at = find(MARK);
    return at < 0 ? 0 : bigEndian.getInt(at);
  }

  /** What holds the packet's bytes, big endian. */
  public ByteBuffer bytes() {
    return bigEndian;
  }

  /** Index of the IP header in {@link #bytes}. */
  public int offset() {
    return offset;
  }

  /** Bytes that were copied, from the IP header on; no more than the queue's copy range. */
  public int captured() {
    return captured;
  }

  /** Bytes that the packet has, from the IP header on. */
  public int length() {
    int at = find(WHOLE_LENGTH);
    return at < 0 ? captured : bigEndian.getInt(at);
  }

  /** Index of the interface that it came in by; at a bridge that of the port; 0: by none. */
  public int inDevice() {
    int at = find(PHYSICAL_IN_DEVICE);
    int device = at < 0 ? find(IN_DEVICE) : at;
    return device < 0 ? 0 : bigEndian.getInt(device);
  }

  /**
   * When it arrived, microseconds since 1970, or {@link #UNKNOWN}: the kernel knows where any
   * socket of the machine has asked for times of arrival.
   */
  public long arrivalMicros() {
    int at = find(TIMESTAMP);
    return at < 0 ? UNKNOWN : bigEndian.getLong(at) * 1_000_000 + bigEndian.getLong(at + 8);
  }

  /** The Ethernet address of the sender in the lower 48 bits, or {@link #UNKNOWN}. */
  public long sourceMac() {
    int at = find(HARDWARE_ADDRESS); // be16 length, be16 padding, 8 bytes
    return at < 0 || bigEndian.getShort(at) != 6 ? UNKNOWN : bigEndian.getLong(at + 4) >>> 16;
  }

  private int find(int attribute) {
    return Nfnetlink.find(message, from, to, attribute);
  }
}
