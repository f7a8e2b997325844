package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.SegmentWriter;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Segments that are sent to a client in its server's stead, through a raw socket (raw(7)). */
public final class ServerSegments implements AutoCloseable {
  private static final int SOCK_RAW = 3;
  private static final int IPPROTO_RAW = 255; // the IP header is written here, in both families

  private static final int LARGEST = 128;

  /** Bytes of struct sockaddr_in, which begins like the other one. */
  private static final int SOCKADDR = 16;

  /** Bytes of struct sockaddr_in6. */
  private static final int SOCKADDR6 = 28;

  // struct msghdr, as at SanChannel, and behind it its iovec.
  private static final int IOVEC = 56;
  private static final int SIZE = IOVEC + 16;

  private static final int NONE = -1;

  private final int fd4 = open(LinuxConstants.AF_INET);
  private final int fd6;
  private final NativeBuffer packet = new NativeBuffer(LARGEST);
  private final NativeBuffer address = new NativeBuffer(SOCKADDR6);
  private final ByteBuffer bigEndian = address.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final NativeBuffer header = new NativeBuffer(SIZE);
  private final SegmentWriter writer =
      new SegmentWriter(packet.bytes().duplicate().order(ByteOrder.BIG_ENDIAN));

  /**
   * Opens the sockets in the thread's namespace.
   *
   * @param ipv6 whether there are connections over IPv6
   */
  public ServerSegments(boolean ipv6) {
    fd6 = ipv6 ? open(LinuxConstants.AF_INET6) : NONE;
    ByteBuffer bytes = header.bytes();
    bytes.putLong(0, address.address());
    bytes.putLong(16, header.address(IOVEC)).putLong(24, 1).putLong(IOVEC, packet.address());
  }

  /**
   * A bare acknowledgment; one that the kernel cannot send now is lost, as on the wire.
   *
   * @param window as it stands in the header, not scaled
   * @param timestamps whether the connection has them; without, the last two mean nothing
   */
  public void acknowledge(
      FlowKey flow,
      int sequence,
      int acknowledgment,
      int window,
      boolean timestamps,
      int tsVal,
      int tsEcr) {
    writer.beginOfServer(flow, sequence, acknowledgment, TcpView.ACK, window);
    if (timestamps) {
      writer.timestamps(tsVal, tsEcr);
    }
    send(flow);
  }

  /** A RST, at the number that the client expects next. */
  public void reset(FlowKey flow, int sequence, int acknowledgment) {
    writer.beginOfServer(flow, sequence, acknowledgment, TcpView.RST | TcpView.ACK, 0);
    send(flow);
  }

  private static int open(int family) {
    return KernelException.check(
        "open raw socket",
        Syscalls.socket(family, SOCK_RAW | LinuxConstants.SOCK_CLOEXEC, IPPROTO_RAW));
  }

  private void send(FlowKey flow) {
    int length = writer.finish();
    boolean ipv6 = flow.ipv6();
    address.bytes().putShort(0, (short) (ipv6 ? LinuxConstants.AF_INET6 : LinuxConstants.AF_INET));
    if (ipv6) {
      bigEndian.putLong(8, flow.clientHigh()).putLong(16, flow.clientLow());
    } else {
      bigEndian.putInt(4, (int) flow.clientLow());
    }
    header.bytes().putInt(8, ipv6 ? SOCKADDR6 : SOCKADDR).putLong(IOVEC + 8, length);
    Syscalls.sendmsg(ipv6 ? fd6 : fd4, header.address(), LinuxConstants.MSG_DONTWAIT);
  }

  @Override
  public void close() {
    Syscalls.close(fd4);
    if (fd6 != NONE) {
      Syscalls.close(fd6);
    }
  }
}
