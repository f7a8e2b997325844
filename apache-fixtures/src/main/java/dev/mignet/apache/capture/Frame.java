package dev.mignet.apache.capture;

import dev.mignet.tcpmig.wire.Ipv4View;
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

  /** The IPv4 packet in it, where it is a whole one. */
  public Optional<Ipv4View> ipv4() {
    Ipv4View view = new Ipv4View();
    return bytes.limit() > ETHERNET_HEADER
            && (bytes.getShort(ETHERTYPE_AT) & 0xffff) == ETHERTYPE_IPV4
            && view.wrap(bytes, ETHERNET_HEADER, bytes.limit() - ETHERNET_HEADER)
        ? Optional.of(view)
        : Optional.empty();
  }

  /** The TCP segment in an IPv4 packet of this frame. */
  public Optional<TcpView> tcp(Ipv4View ip) {
    TcpView view = new TcpView();
    return ip.protocol() == Ipv4View.PROTOCOL_TCP
            && view.wrap(bytes, ip.payloadOffset(), ip.payloadLength())
        ? Optional.of(view)
        : Optional.empty();
  }
}
