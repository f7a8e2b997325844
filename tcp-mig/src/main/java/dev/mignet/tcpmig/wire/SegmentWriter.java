package dev.mignet.tcpmig.wire;

import java.nio.ByteBuffer;

/**
 * Writes an IPv4 packet with one TCP segment, checksums included, into a big-endian buffer from
 * index 0 on.
 *
 * <p>Use: {@link #begin}, options in the order in which they shall stand, {@link #finish}. One
 * writer is reused for all packets; nothing is allocated.
 */
public final class SegmentWriter {
  /** TTL of packets that never leave the node. */
  private static final int TTL = 64;

  private static final int IP = 0;
  private static final int TCP = Ipv4View.MIN_HEADER;
  private static final int MAX_HEADER = 60;

  private final ByteBuffer buffer;
  private int at;

  /** A writer into that buffer, which must be big endian and hold the largest packet. */
  public SegmentWriter(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Starts a packet.
   *
   * @param dscp the six DSCP bits of the IP header (RFC 2474)
   * @param window the header's window field, not scaled
   */
  public SegmentWriter begin(
      int source,
      int sourcePort,
      int destination,
      int destinationPort,
      int dscp,
      int sequence,
      int acknowledgment,
      int flags,
      int window) {
    buffer.put(IP, (byte) 0x45).put(IP + 1, (byte) (dscp << 2));
    buffer.putInt(IP + 4, 0x4000); // no identification, don't fragment
    buffer
        .put(IP + 8, (byte) TTL)
        .put(IP + 9, (byte) Ipv4View.PROTOCOL_TCP)
        .putShort(IP + 10, (short) 0);
    buffer.putInt(IP + 12, source).putInt(IP + 16, destination);
    buffer.putShort(TCP, (short) sourcePort).putShort(TCP + 2, (short) destinationPort);
    buffer.putInt(TCP + 4, sequence).putInt(TCP + 8, acknowledgment);
    buffer.put(TCP + 13, (byte) flags).putShort(TCP + 14, (short) window).putInt(TCP + 16, 0);
    at = TCP + TcpView.MIN_HEADER;
    return this;
  }

  /**
   * The options of a SYN but for timestamps, 8 or 12 bytes (RFC 9293, section 3.2; RFC 2018; RFC
   * 7323).
   *
   * @param windowScale shift, -1 for none
   */
  public SegmentWriter handshake(int mss, boolean sackPermitted, int windowScale) {
    buffer.put(at, (byte) TcpView.OPTION_MSS).put(at + 1, (byte) 4).putShort(at + 2, (short) mss);
    buffer.put(at + 4, (byte) 1).put(at + 5, (byte) 1);
    buffer.put(at + 6, (byte) (sackPermitted ? TcpView.OPTION_SACK_PERMITTED : 1));
    buffer.put(at + 7, (byte) (sackPermitted ? 2 : 1));
    at += 8;
    if (windowScale >= 0) {
      buffer.put(at, (byte) 1).put(at + 1, (byte) TcpView.OPTION_WINDOW_SCALE);
      buffer.put(at + 2, (byte) 3).put(at + 3, (byte) windowScale);
      at += 4;
    }
    return this;
  }

  /** Two NOPs and the timestamps option, 12 bytes (RFC 7323, appendix A). */
  public SegmentWriter timestamps(int tsVal, int tsEcr) {
    buffer
        .put(at, (byte) 1)
        .put(at + 1, (byte) 1)
        .put(at + 2, (byte) TcpView.OPTION_TIMESTAMPS)
        .put(at + 3, (byte) 10);
    buffer.putInt(at + 4, tsVal).putInt(at + 8, tsEcr);
    at += 12;
    return this;
  }

  /**
   * Options given whole (kind, length, value), a multiple of four bytes long, from that index of
   * the source on.
   */
  public SegmentWriter options(ByteBuffer source, int offset, int length) {
    buffer.put(at, source, offset, length);
    at += length;
    return this;
  }

  /** Ends the packet with that data and returns its length in bytes. */
  public int finish(byte[] data, int offset, int length) {
    int header = at - TCP;
    if (header > MAX_HEADER) {
      throw new IllegalStateException("TCP header of " + header + " bytes");
    }
    buffer.put(TCP + 12, (byte) (header << 2));
    buffer.put(at, data, offset, length);
    int total = at + length;
    buffer.putShort(IP + 2, (short) total);
    buffer.putShort(IP + 10, Checksum.finish(Checksum.add(0, buffer, IP, TCP)));
    long pseudoHeader = Checksum.add(Ipv4View.PROTOCOL_TCP + (total - TCP), buffer, IP + 12, TCP);
    buffer.putShort(TCP + 16, Checksum.finish(Checksum.add(pseudoHeader, buffer, TCP, total)));
    return total;
  }

  /**
   * Writes a part of a segment, as TCP segmentation does (FIN and PSH go with the end), and returns
   * the packet's length in bytes.
   *
   * @param packet where the views lie, without urgent data
   * @param from of the segment's data, bytes
   * @param count bytes
   */
  public int part(byte[] packet, Ipv4View ip, TcpView tcp, int from, int count) {
    boolean last = from + count == tcp.payloadLength();
    begin(
        ip.source(),
        tcp.sourcePort(),
        ip.destination(),
        tcp.destinationPort(),
        0,
        tcp.sequence() + from,
        tcp.acknowledgment(),
        last ? tcp.flags() : tcp.flags() & ~(TcpView.PSH | TcpView.FIN),
        tcp.window());
    options(tcp.buffer(), tcp.optionsOffset(), tcp.optionsLength());
    return finish(packet, tcp.payloadOffset() + from, count);
  }

  /** Ends the packet without data and returns its length in bytes. */
  public int finish() {
    return finish(NO_DATA, 0, 0);
  }

  private static final byte[] NO_DATA = new byte[0];
}
