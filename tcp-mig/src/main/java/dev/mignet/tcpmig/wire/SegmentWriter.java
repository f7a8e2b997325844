package dev.mignet.tcpmig.wire;

import java.nio.ByteBuffer;

/**
 * Writes an IP packet with one TCP segment, checksums included, into a big-endian buffer from index
 * 0 on.
 *
 * <p>Use: {@link #beginOfClient} or {@link #beginOfServer}, options in the order in which they
 * shall stand, {@link #finish}. One writer is reused for all packets; nothing is allocated.
 */
public final class SegmentWriter {
  /** TTL or hop limit: Linux' own. */
  private static final int TTL = 64;

  private static final int MAX_HEADER = 60;

  private final ByteBuffer buffer;

  /** Where the TCP header begins. */
  private int tcp;

  private int at;

  /** A writer into that buffer, which must be big endian and hold the largest packet. */
  public SegmentWriter(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Starts a packet of the client.
   *
   * @param dscp the six DSCP bits of the IP header (RFC 2474)
   * @param window the header's window field, not scaled
   */
  public SegmentWriter beginOfClient(
      FlowKey flow, int dscp, int sequence, int acknowledgment, int flags, int window) {
    begin(flow.ipv6(), dscp);
    addresses(flow.clientHigh(), flow.clientLow(), flow.serverHigh(), flow.serverLow());
    return begin(flow.clientPort(), flow.serverPort(), sequence, acknowledgment, flags, window);
  }

  /**
   * Starts a packet of the server.
   *
   * @param window the header's window field, not scaled
   */
  public SegmentWriter beginOfServer(
      FlowKey flow, int sequence, int acknowledgment, int flags, int window) {
    begin(flow.ipv6(), 0);
    addresses(flow.serverHigh(), flow.serverLow(), flow.clientHigh(), flow.clientLow());
    return begin(flow.serverPort(), flow.clientPort(), sequence, acknowledgment, flags, window);
  }

  private void begin(boolean ipv6, int dscp) {
    if (ipv6) {
      tcp = IpView.IPV6_HEADER;
      buffer.putInt(0, 0x6 << 28 | dscp << 22);
      buffer.put(6, (byte) IpView.PROTOCOL_TCP).put(7, (byte) TTL);
    } else {
      tcp = IpView.MIN_HEADER;
      buffer.put(0, (byte) 0x45).put(1, (byte) (dscp << 2));
      buffer.putInt(4, 0x4000); // no identification, don't fragment
      buffer.put(8, (byte) TTL).put(9, (byte) IpView.PROTOCOL_TCP).putShort(10, (short) 0);
    }
  }

  private boolean ipv6() {
    return tcp == IpView.IPV6_HEADER;
  }

  private void addresses(
      long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
    if (ipv6()) {
      buffer.putLong(8, sourceHigh).putLong(16, sourceLow);
      buffer.putLong(24, destinationHigh).putLong(32, destinationLow);
    } else {
      buffer.putInt(12, (int) sourceLow).putInt(16, (int) destinationLow);
    }
  }

  private SegmentWriter begin(
      int sourcePort,
      int destinationPort,
      int sequence,
      int acknowledgment,
      int flags,
      int window) {
    buffer.putShort(tcp, (short) sourcePort).putShort(tcp + 2, (short) destinationPort);
    buffer.putInt(tcp + 4, sequence).putInt(tcp + 8, acknowledgment);
    buffer.put(tcp + 13, (byte) flags).putShort(tcp + 14, (short) window).putInt(tcp + 16, 0);
    at = tcp + TcpView.MIN_HEADER;
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
    int header = at - tcp;
    if (header > MAX_HEADER) {
      throw new IllegalStateException("TCP header of " + header + " bytes");
    }
    buffer.put(tcp + 12, (byte) (header << 2));
    buffer.put(at, data, offset, length);
    int total = at + length;
    int addresses;
    if (ipv6()) {
      addresses = 8;
      buffer.putShort(4, (short) (total - tcp));
    } else {
      addresses = 12;
      buffer.putShort(2, (short) total);
      buffer.putShort(10, Checksum.finish(Checksum.add(0, buffer, 0, tcp)));
    }
    // The pseudo-header has the same sum in both families (RFC 9293, 3.1; RFC 8200, 8.1).
    long pseudoHeader = Checksum.add(IpView.PROTOCOL_TCP + (total - tcp), buffer, addresses, tcp);
    buffer.putShort(tcp + 16, Checksum.finish(Checksum.add(pseudoHeader, buffer, tcp, total)));
    return total;
  }

  /**
   * Writes a part of a client's segment, as TCP segmentation does (FIN and PSH go with the end),
   * and returns the packet's length in bytes.
   *
   * @param packet where the view lies, without urgent data
   * @param from of the segment's data, bytes
   * @param count bytes
   */
  public int part(byte[] packet, FlowKey flow, TcpView segment, int from, int count) {
    boolean last = from + count == segment.payloadLength();
    beginOfClient(
        flow,
        0,
        segment.sequence() + from,
        segment.acknowledgment(),
        last ? segment.flags() : segment.flags() & ~(TcpView.PSH | TcpView.FIN),
        segment.window());
    options(segment.buffer(), segment.optionsOffset(), segment.optionsLength());
    return finish(packet, segment.payloadOffset() + from, count);
  }

  /** Ends the packet without data and returns its length in bytes. */
  public int finish() {
    return finish(NO_DATA, 0, 0);
  }

  private static final byte[] NO_DATA = new byte[0];
}
