package dev.mignet.tcpmig.wire;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A flyweight over the header of an IPv4 packet (RFC 791, section 3.1), or over those of an IPv6
 * packet up to its payload (RFC 8200, sections 3 and 4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  |Version|  IHL  |      DSCP     |          Total Length         |
 *  |         Identification        |Flags|     Fragment Offset     |
 *  |  Time to Live |    Protocol   |        Header Checksum        |
 *  |                         Source Address                        |
 *  |                      Destination Address                      |
 *  |                    Options (IHL - 5 words)                    |
 *
 *  |Version| Traffic Class |              Flow Label               |
 *  |         Payload Length        |  Next Header  |   Hop Limit   |
 *  |                   Source Address (4 words)                    |
 *  |                 Destination Address (4 words)                 |
 *  |                       Extension headers                       |
 * </pre>
 *
 * <p>Addresses are 16 bytes, as two longs; those of IPv4 are mapped (RFC 4291, section 2.5.5.2).
 * {@link #wrap} checks all lengths once; the getters after it cannot fail.
 */
public final class IpView {
  public static final int MIN_HEADER = 20;
  public static final int PROTOCOL_TCP = 6;

  static final int IPV6_HEADER = 40;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private boolean ipv6;
  private int protocol;
  private int headerLength;
  private int totalLength;
  private int captured;

  /**
   * Lays the view over a packet.
   *
   * @param packet a big-endian buffer; its position and limit are left alone
   * @param offset where the header begins
   * @param length bytes captured from there on
   * @return whether a whole, unfragmented IP packet with valid headers stands there
   */
  public boolean wrap(ByteBuffer packet, int offset, int length) {
    return wrapBeginning(packet, offset, length) && totalLength <= length;
  }

  /**
   * As {@link #wrap}, for a copy that may have less than the whole packet; its headers are whole.
   */
  public boolean wrapBeginning(ByteBuffer packet, int offset, int length) {
    if (length < MIN_HEADER) {
      return false;
    }
    return switch (packet.get(offset) >>> 4) {
      case 4 -> wrap4(packet, offset, length);
      case 6 -> wrap6(packet, offset, length);
      default -> false;
    };
  }

  private boolean wrap4(ByteBuffer packet, int offset, int length) {
    int header = (packet.get(offset) & 0x0f) * 4;
    int total = packet.getShort(offset + 2) & 0xffff;
    boolean fragment = (packet.getShort(offset + 6) & 0x3fff) != 0;
    if (header < MIN_HEADER || header > length || total < header || fragment) {
      return false;
    }
    ipv6 = false;
    set(packet, offset, packet.get(offset + 9) & 0xff, header, total, length);
    return true;
  }

  private boolean wrap6(ByteBuffer packet, int offset, int length) {
    if (length < IPV6_HEADER) {
      return false;
    }
    int total = IPV6_HEADER + (packet.getShort(offset + 4) & 0xffff);
    int most = Math.min(length, total);
    int next = packet.get(offset + 6) & 0xff;
    int header = IPV6_HEADER;
    while (next == HOP_BY_HOP || next == ROUTING || next == DESTINATION_OPTIONS) {
      if (header + 8 > most) {
        return false;
      }
      next = packet.get(offset + header) & 0xff;
      header += 8 + (packet.get(offset + header + 1) & 0xff) * 8;
    }
    if (header > most || next == FRAGMENT) {
      return false;
    }
    ipv6 = true;
    set(packet, offset, next, header, total, length);
    return true;
  }

  private void set(ByteBuffer packet, int offset, int carried, int header, int total, int length) {
    buffer = packet;
    start = offset;
    protocol = carried;
    headerLength = header;
    totalLength = total;
    captured = Math.min(total, length);
  }

  public boolean ipv6() {
    return ipv6;
  }

  /** What the packet carries, behind all extension headers. */
  public int protocol() {
    return protocol;
  }

  /** The source address; allocates. */
  public InetAddress source() {
    return MappedAddress.of(sourceHigh(), sourceLow());
  }

  /** The destination address; allocates. */
  public InetAddress destination() {
    return MappedAddress.of(destinationHigh(), destinationLow());
  }

  long sourceHigh() {
    return ipv6 ? buffer.getLong(start + 8) : MappedAddress.HIGH;
  }

  long sourceLow() {
    return ipv6 ? buffer.getLong(start + 16) : MappedAddress.low(buffer.getInt(start + 12));
  }

  long destinationHigh() {
    return ipv6 ? buffer.getLong(start + 24) : MappedAddress.HIGH;
  }

  long destinationLow() {
    return ipv6 ? buffer.getLong(start + 32) : MappedAddress.low(buffer.getInt(start + 16));
  }

  /** Bytes of the packet, headers included. */
  public int totalLength() {
    return totalLength;
  }

  /** Absolute index of the first byte after the headers. */
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
