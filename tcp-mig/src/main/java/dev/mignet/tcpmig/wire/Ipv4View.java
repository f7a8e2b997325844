package dev.mignet.tcpmig.wire;

import java.nio.ByteBuffer;

/**
 * A flyweight over an IPv4 header (RFC 791, section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  |Version|  IHL  |      DSCP     |          Total Length         |
 *  |         Identification        |Flags|     Fragment Offset     |
 *  |  Time to Live |    Protocol   |        Header Checksum        |
 *  |                         Source Address                        |
 *  |                      Destination Address                      |
 *  |                    Options (IHL - 5 words)                    |
 * </pre>
 *
 * <p>{@link #wrap} checks all lengths once; the getters after it cannot fail.
 */
public final class Ipv4View {
  public static final int MIN_HEADER = 20;
  public static final int PROTOCOL_TCP = 6;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int headerLength;
  private int totalLength;
  private int captured;

  /**
   * Lays the view over a packet.
   *
   * @param packet a big-endian buffer; its position and limit are left alone
   * @param offset where the header begins
   * @param length bytes captured from there on
   * @return whether a whole, unfragmented IPv4 packet with a valid header stands there
   */
  public boolean wrap(ByteBuffer packet, int offset, int length) {
    return wrapBeginning(packet, offset, length) && totalLength <= length;
  }

  /** As {@link #wrap}, for a copy that may have less than the whole packet; the header is whole. */
  public boolean wrapBeginning(ByteBuffer packet, int offset, int length) {
    if (length < MIN_HEADER || packet.get(offset) >>> 4 != 4) {
      return false;
    }
    int header = (packet.get(offset) & 0x0f) * 4;
    int total = packet.getShort(offset + 2) & 0xffff;
    boolean fragment = (packet.getShort(offset + 6) & 0x3fff) != 0;
    if (header < MIN_HEADER || header > length || total < header || fragment) {
      return false;
    }
    buffer = packet;
    start = offset;
    headerLength = header;
    totalLength = total;
    captured = Math.min(total, length);
    return true;
  }

  public int protocol() {
    return buffer.get(start + 9) & 0xff;
  }

  public int source() {
    return buffer.getInt(start + 12);
  }

  public int destination() {
    return buffer.getInt(start + 16);
  }

  public int totalLength() {
    return totalLength;
  }

  /** Absolute index of the first byte after the header. */
  public int payloadOffset() {
    return start + headerLength;
  }

  public int payloadLength() {
    return totalLength - headerLength;
  }

  /**
   * Bytes of the payload that are there; fewer than {@link #payloadLength()} only after {@link
   * #wrapBeginning}.
   */
  public int capturedPayload() {
    return captured - headerLength;
  }
}
