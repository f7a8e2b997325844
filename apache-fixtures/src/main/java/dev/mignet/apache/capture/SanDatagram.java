package dev.mignet.apache.capture;

import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanFormatException;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.Ipv4View;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A message of the migration protocol as it was on the wire.
 *
 * @param nanos when it was captured, since 1970
 * @param source the sender's address on the SAN, in host byte order
 */
public record SanDatagram(long nanos, int source, SanMessage message) {

  /** The UDP port of the migration protocol. */
  private static final int PORT = 7777;

  private static final int PROTOCOL_UDP = 17;
  private static final int UDP_HEADER = 8;

  /** The message in a frame; empty where the frame has none of this lab's. */
  public static Optional<SanDatagram> of(Frame frame, String lab) {
    return frame.ipv4().filter(SanDatagram::isUdp).flatMap(ip -> of(frame, ip, lab));
  }

  private static boolean isUdp(Ipv4View ip) {
    return ip.protocol() == PROTOCOL_UDP && ip.payloadLength() > UDP_HEADER;
  }

  private static Optional<SanDatagram> of(Frame frame, Ipv4View ip, String lab) {
    int udp = ip.payloadOffset();
    if ((frame.bytes().getShort(udp + 2) & 0xffff) != PORT) {
      return Optional.empty();
    }
    int length = ip.payloadLength() - UDP_HEADER;
    ByteBuffer body = frame.bytes().slice(udp + UDP_HEADER, length);
    try {
      SanMessage message = new SanCodec(lab, 0).read(body, length);
      return Optional.of(new SanDatagram(frame.nanos(), ip.source(), message));
    } catch (SanFormatException e) {
      return Optional.empty();
    }
  }
}
