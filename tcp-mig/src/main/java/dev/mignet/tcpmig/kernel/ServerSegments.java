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
  private static final int IPPROTO_RAW = 255; // the IP header is written here

  private static final int LARGEST = 64;
  private static final int SOCKADDR = 16;

  // struct msghdr and its iovec, as in SanChannel.
  private static final int IOVEC = 56;
  private static final int SIZE = IOVEC + 16;

  private final int fd;
  private final NativeBuffer packet = new NativeBuffer(LARGEST);
  private final NativeBuffer address = new NativeBuffer(SOCKADDR);
  private final NativeBuffer header = new NativeBuffer(SIZE);
  private final SegmentWriter writer =
      new SegmentWriter(packet.bytes().duplicate().order(ByteOrder.BIG_ENDIAN));

  /** Opens the socket in the thread's namespace. */
  public ServerSegments() {
    fd =
        KernelException.check(
            "open raw socket",
            Syscalls.socket(
                LinuxConstants.AF_INET, SOCK_RAW | LinuxConstants.SOCK_CLOEXEC, IPPROTO_RAW));
    address.bytes().putShort(0, (short) LinuxConstants.AF_INET);
    ByteBuffer bytes = header.bytes();
    bytes.putLong(0, address.address()).putInt(8, SOCKADDR);
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
    begin(flow, sequence, acknowledgment, TcpView.ACK, window);
    if (timestamps) {
      writer.timestamps(tsVal, tsEcr);
    }
    send(flow);
  }

  /** A RST, at the number that the client expects next. */
  public void reset(FlowKey flow, int sequence, int acknowledgment) {
    begin(flow, sequence, acknowledgment, TcpView.RST | TcpView.ACK, 0);
    send(flow);
  }

  private void begin(FlowKey flow, int sequence, int acknowledgment, int flags, int window) {
    writer.begin(
        flow.serverAddress(),
        flow.serverPort(),
        flow.clientAddress(),
        flow.clientPort(),
        0,
        sequence,
        acknowledgment,
        flags,
        window);
  }

  private void send(FlowKey flow) {
    int length = writer.finish();
    address.bytes().duplicate().order(ByteOrder.BIG_ENDIAN).putInt(4, flow.clientAddress());
    header.bytes().putLong(IOVEC + 8, length);
    Syscalls.sendmsg(fd, header.address(), LinuxConstants.MSG_DONTWAIT);
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
