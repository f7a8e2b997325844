package dev.mignet.tcpmig.wire;

import java.nio.ByteBuffer;

/**
 * A flyweight over a TCP header and its options (RFC 9293, section 3.1; RFC 7323 for timestamps and
 * window scale).
 *
 * <pre>
 *  |          Source Port          |       Destination Port        |
 *  |                        Sequence Number                        |
 *  |                    Acknowledgment Number                      |
 *  | Offset| Rsrvd |     Flags     |            Window             |
 *  |           Checksum            |         Urgent Pointer        |
 *  |                   Options (offset - 5 words)                  |
 * </pre>
 *
 * <p>{@link #wrap} checks the lengths and reads the options; the getters after it cannot fail.
 */
public final class TcpView {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;
  public static final int URG = 0x20;
  public static final int ECE = 0x40;
  public static final int CWR = 0x80;

  /** What a peer that announces no maximum segment size accepts (RFC 9293, section 3.7.1). */
  public static final int DEFAULT_MSS = 536;

  static final int MIN_HEADER = 20;
  static final int OPTION_MSS = 2;
  static final int OPTION_WINDOW_SCALE = 3;
  static final int OPTION_SACK_PERMITTED = 4;
  static final int OPTION_TIMESTAMPS = 8;

  /** A larger shift counts as this one (RFC 7323, section 2.3). */
  private static final int MAX_WINDOW_SCALE = 14;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int headerLength;
  private int segmentLength;

  private int mss;
  private int windowScale;
  private boolean sackPermitted;
  private boolean timestamps;
  private int tsVal;
  private int tsEcr;

  /**
   * Lays the view over a segment.
   *
   * @param packet a big-endian buffer; its position and limit are left alone
   * @param offset where the TCP header begins
   * @param length bytes from there to the packet's end
   * @return whether a header with well-formed options stands there
   */
  public boolean wrap(ByteBuffer packet, int offset, int length) {
    return wrap(packet, offset, length, length);
  }

  private boolean wrap(ByteBuffer packet, int offset, int length, int captured) {
    if (captured < MIN_HEADER) {
      return false;
    }
    int header = (packet.get(offset + 12) & 0xf0) >>> 2;
    if (header < MIN_HEADER || header > captured) {
      return false;
    }
    buffer = packet;
    start = offset;
    headerLength = header;
    segmentLength = length;
    return readOptions();
  }

  /** Lays the view over what an IP packet carries, if that is TCP. */
  public boolean wrap(ByteBuffer packet, IpView ip) {
    return ip.protocol() == IpView.PROTOCOL_TCP
        && wrap(packet, ip.payloadOffset(), ip.payloadLength(), ip.capturedPayload());
  }

  public int sourcePort() {
    return buffer.getShort(start) & 0xffff;
  }

  public int destinationPort() {
    return buffer.getShort(start + 2) & 0xffff;
  }

  public int sequence() {
    return buffer.getInt(start + 4);
  }

  public int acknowledgment() {
    return buffer.getInt(start + 8);
  }

  /** The eight flag bits, CWR to FIN. */
  public int flags() {
    return buffer.get(start + 13) & 0xff;
  }

  public boolean has(int flag) {
    return (flags() & flag) != 0;
  }

  /** Whether it says nothing but what has been received, and the window. */
  public boolean isBareAck() {
    return payloadLength() == 0 && (flags() & (ACK | SYN | FIN | RST | URG)) == ACK;
  }

  /** The window as it stands in the header, not scaled. */
  public int window() {
    return buffer.getShort(start + 14) & 0xffff;
  }

  /** Absolute index of the first byte of data. */
  public int payloadOffset() {
    return start + headerLength;
  }

  public int payloadLength() {
    return segmentLength - headerLength;
  }

  /** The sequence number after this segment: SYN and FIN take one each. */
  public int endSequence() {
    return sequence() + payloadLength() + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
  }

  /** The MSS option, or {@link #DEFAULT_MSS}. */
  public int mss() {
    return mss;
  }

  /** The window scale option's shift, or -1 where there is none. */
  public int windowScale() {
    return windowScale;
  }

  public boolean sackPermitted() {
    return sackPermitted;
  }

  public boolean hasTimestamps() {
    return timestamps;
  }

  /** TSval, in the sender's clock; 0 without the option. */
  public int tsVal() {
    return tsVal;
  }

  public int tsEcr() {
    return tsEcr;
  }

  /** The buffer in which the segment stands. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Absolute index of the options. */
  public int optionsOffset() {
    return start + MIN_HEADER;
  }

  /** Bytes of the options with their padding. */
  public int optionsLength() {
    return headerLength - MIN_HEADER;
  }

  private boolean readOptions() {
    mss = DEFAULT_MSS;
    windowScale = -1;
    sackPermitted = false;
    timestamps = false;
    tsVal = 0;
    tsEcr = 0;
    int end = start + headerLength;
    int at = start + MIN_HEADER;
    while (at < end) {
      int kind = buffer.get(at);
      if (kind == 0) {
        return true;
      }
      if (kind == 1) {
        at++;
        continue;
      }
      if (at + 1 >= end) {
        return false;
      }
      int length = buffer.get(at + 1) & 0xff;
      if (length < 2 || at + length > end) {
        return false;
      }
      readOption(kind, at, length);
      at += length;
    }
    return true;
  }

  private void readOption(int kind, int at, int length) {
    if (kind == OPTION_MSS && length == 4) {
      mss = buffer.getShort(at + 2) & 0xffff;
    } else if (kind == OPTION_WINDOW_SCALE && length == 3) {
      windowScale = Math.min(MAX_WINDOW_SCALE, buffer.get(at + 2) & 0xff);
    } else if (kind == OPTION_SACK_PERMITTED && length == 2) {
      sackPermitted = true;
    } else if (kind == OPTION_TIMESTAMPS && length == 10) {
      timestamps = true;
      tsVal = buffer.getInt(at + 2);
      tsEcr = buffer.getInt(at + 6);
    }
  }
}
