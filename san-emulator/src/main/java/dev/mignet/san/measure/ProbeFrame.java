package dev.mignet.san.measure;

import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.net.MacAddress;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An Ethernet frame with a numbered UDP datagram. Big endian:
 *
 * <pre>
 *    0  destination (6), source (6), type 0x0800
 *   14  IPv4 header (20): time to live 1, protocol 17
 *   34  UDP header (8), checksum included
 *   42  stream (4), number (4), time of sending in ns (8); zeros up to the length
 * </pre>
 */
final class ProbeFrame {
  /** The shortest: an Ethernet frame of 60 bytes without FCS. */
  static final int LEAST_PACKET = 46;

  private static final int ETHERNET = 14;
  private static final int IPV4 = 20;
  private static final int UDP = 8;
  private static final int UDP_AT = ETHERNET + IPV4;
  private static final int PAYLOAD_AT = UDP_AT + UDP;

  /** Bytes of what a probe tells. */
  static final int PAYLOAD = 16;

  private final NativeBuffer memory;
  private final ByteBuffer bytes;
  private final int packet;
  private final long constantSum;

  /**
   * @param packet bytes of IP packet, at least {@link #LEAST_PACKET}
   */
  ProbeFrame(
      MacAddress to,
      MacAddress from,
      Inet4Address source,
      Inet4Address destination,
      int port,
      int packet) {
    this.packet = packet;
    this.memory = new NativeBuffer(ETHERNET + packet);
    this.bytes = memory.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
    bytes.put(to.bytes()).put(from.bytes()).putShort((short) 0x0800);
    bytes.put((byte) 0x45).put((byte) 0).putShort((short) packet).putInt(0);
    bytes.put((byte) 1).put((byte) 17).putShort((short) 0);
    bytes.put(source.getAddress()).put(destination.getAddress());
    bytes.putShort(ETHERNET + 10, checksum(sum(bytes, ETHERNET, IPV4)));
    bytes.putShort((short) port).putShort((short) port);
    bytes.putShort((short) (packet - IPV4)).putShort((short) 0);
    constantSum = pseudoHeader(bytes, 0) + sum(bytes, UDP_AT, UDP);
  }

  /** Of which this is the native memory; {@link #length} bytes. */
  NativeBuffer memory() {
    return memory;
  }

  int length() {
    return ETHERNET + packet;
  }

  /** Makes it that one; the time is to be as near to its sending as can be. */
  void set(int stream, int number, long nanos) {
    bytes.putInt(PAYLOAD_AT, stream).putInt(PAYLOAD_AT + 4, number).putLong(PAYLOAD_AT + 8, nanos);
    short checksum = checksum(constantSum + sum(bytes, PAYLOAD_AT, PAYLOAD));
    bytes.putShort(UDP_AT + 6, checksum == 0 ? (short) -1 : checksum);
  }

  /** Where in a frame the payload begins; -1 where it is none of these, or was changed. */
  static int payload(ByteBuffer buffer, int from, int length, int port) {
    boolean fits =
        length >= PAYLOAD_AT + PAYLOAD
            && buffer.get(from + ETHERNET + 9) == 17
            && (buffer.getShort(from + UDP_AT + 2) & 0xffff) == port;
    if (!fits) {
      return -1;
    }
    int whole = buffer.getShort(from + ETHERNET + 2) & 0xffff;
    if (ETHERNET + whole > length) {
      return from + PAYLOAD_AT; // only its beginning is here
    }
    long sum = pseudoHeader(buffer, from) + sum(buffer, from + UDP_AT, whole - IPV4);
    return checksum(sum) == 0 ? from + PAYLOAD_AT : -1;
  }

  /** RFC 768: both addresses, protocol and length. */
  private static long pseudoHeader(ByteBuffer buffer, int frame) {
    return sum(buffer, frame + ETHERNET + 12, 8)
        + 17
        + (buffer.getShort(frame + UDP_AT + 4) & 0xffff);
  }

  /** Of 16-bit words; the length is even. */
  private static long sum(ByteBuffer buffer, int from, int length) {
    long sum = 0;
    for (int i = from; i < from + length; i += 2) {
      sum += buffer.getShort(i) & 0xffff;
    }
    return sum;
  }

  /** RFC 1071. */
  private static short checksum(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
