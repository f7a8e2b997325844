package dev.mignet.apache.capture;

import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A captured Ethernet frame.
 *
 * @param device the interface that it was seen on
 * @param nanos when, in nanoseconds since 1970
 * @param bytes the frame from its Ethernet header on, big endian
 */
public record Frame(String device, long nanos, ByteBuffer bytes) {

  private static final int ETHERNET_HEADER = 14;
  private static final int ETHERTYPE_AT = 12;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86dd;

  /** The IP packet in it, where it is a whole one. */
  public Optional<IpView> ip() {
    IpView view = new IpView();
    return bytes.limit() > ETHERNET_HEADER
            && isIp(bytes.getShort(ETHERTYPE_AT) & 0xffff)
            && view.wrap(bytes, ETHERNET_HEADER, bytes.limit() - ETHERNET_HEADER)
        ? Optional.of(view)
        : Optional.empty();
  }

  private static boolean isIp(int etherType) {
    return etherType == ETHERTYPE_IPV4 || etherType == ETHERTYPE_IPV6;
  }

  /** The TCP segment in an IP packet of this frame. */
  public Optional<TcpView> tcp(IpView ip) {
    TcpView view = new TcpView();
    return ip.protocol() == IpView.PROTOCOL_TCP
            && view.wrap(bytes, ip.payloadOffset(), ip.payloadLength())
        ? Optional.of(view)
        : Optional.empty();
  }
}
