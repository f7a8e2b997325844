package dev.mignet.apache.capture;

import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanFormatException;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.wire.IpView;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the migration protocol as it was on the wire.
 *
 * @param nanos when it was captured, since 1970
 * @param source the sender's address on the SAN
 */
public record CapturedMessage(long nanos, InetAddress source, SanMessage message) {

  /** The UDP port of the migration protocol. */
  private static final int PORT = 7777;

  private static final int PROTOCOL_UDP = 17;
  private static final int UDP_HEADER = 8;

  /** The messages in a frame; none where the frame has none of this lab's. */
  public static List<CapturedMessage> of(Frame frame, String lab) {
    return of(frame, new SanCodec(lab));
  }

  /** The messages in a frame, of whatever lab. */
  public static List<CapturedMessage> of(Frame frame) {
    return of(frame, SanCodec.ofAnyLab());
  }

  private static List<CapturedMessage> of(Frame frame, SanCodec codec) {
    return frame
        .ip()
        .filter(CapturedMessage::isUdp)
        .map(ip -> of(frame, ip, codec))
        .orElse(List.of());
  }

  private static boolean isUdp(IpView ip) {
    return ip.protocol() == PROTOCOL_UDP && ip.payloadLength() > UDP_HEADER;
  }

  private static List<CapturedMessage> of(Frame frame, IpView ip, SanCodec codec) {
    List<CapturedMessage> messages = new ArrayList<>();
    int udp = ip.payloadOffset();
    if ((frame.bytes().getShort(udp + 2) & 0xffff) != PORT) {
      return messages;
    }
    int length = ip.payloadLength() - UDP_HEADER;
    ByteBuffer body = frame.bytes().slice(udp + UDP_HEADER, length);
    try {
      SanSeal.strip(body);
      while (body.hasRemaining()) {
        SanMessage message = codec.read(body);
        messages.add(new CapturedMessage(frame.nanos(), ip.source(), message));
      }
    } catch (SanFormatException e) {
      // nobody's, or another lab's
    }
    return messages;
  }
}
