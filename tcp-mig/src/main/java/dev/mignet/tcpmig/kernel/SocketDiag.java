package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.wire.FlowKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Looks at, and destroys, the local socket of one connection (linux/inet_diag.h,
 * linux/sock_diag.h).
 */
public final class SocketDiag implements AutoCloseable {
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int SOCK_DESTROY = 21;
  private static final int NLMSG_ERROR = 2;
  private static final int IPPROTO_TCP = 6;
  private static final int INET_DIAG_INFO = 2;
  private static final int TCP_LISTEN = 10;

  private static final int HEADER = 16;
  private static final int REQUEST = HEADER + 56;
  private static final int REPLY = HEADER + 72;

  /** The addresses in the request: 16 bytes each, of which IPv4 takes the first four. */
  private static final int LOCAL = HEADER + 12;

  private static final int REMOTE = LOCAL + 16;

  // Indices into struct tcp_info.
  private static final int TCPI_LAST_DATA_SENT = 44;
  private static final int TCPI_LAST_DATA_RECV = 52;
  private static final int TCPI_RTT = 68;
  private static final int TCPI_BYTES_ACKED = 120;
  private static final int TCPI_BYTES_RECEIVED = 128;
  private static final int TCPI_NOTSENT_BYTES = 144;
  private static final int TCPI_SND_WND = 228;
  private static final int TCPI_RCV_WND = 232;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG);
  private final NativeBuffer request = new NativeBuffer(REQUEST);
  private final NativeBuffer reply = new NativeBuffer(8192);
  private final ByteBuffer bigEndian = request.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final SocketReport report = new SocketReport();

  /** Opens a socket in the thread's namespace. */
  public SocketDiag() {
    ByteBuffer bytes = request.bytes();
    bytes.putInt(0, REQUEST);
    bytes.put(HEADER + 1, (byte) IPPROTO_TCP).put(HEADER + 2, (byte) (1 << INET_DIAG_INFO - 1));
    bytes.putInt(HEADER + 4, -1); // all states
    bytes.putInt(HEADER + 48, -1).putInt(HEADER + 52, -1); // no cookie
  }

  /** The socket's state; the object is reused by the next call. */
  public SocketReport query(FlowKey flow) {
    int length = exchange(flow, SOCK_DIAG_BY_FAMILY, 1);
    ByteBuffer bytes = reply.bytes();
    if ((bytes.getShort(4) & 0xffff) == NLMSG_ERROR) {
      int error = bytes.getInt(HEADER);
      if (error == -Errno.ENOENT) {
        return report.none();
      }
      throw new KernelException("query socket " + flow, -error);
    }
    int state = bytes.get(HEADER + 1);
    if (state == TCP_LISTEN) { // the kernel falls back to the listener, and tells its accept queue
      return report.none(bytes.getInt(HEADER + 56), bytes.getInt(HEADER + 60));
    }
    read(state, bytes.getInt(HEADER + 60), Math.min(length, bytes.getInt(0)));
    return report;
  }

  /**
   * Destroys the socket, which sends a RST if it is connected.
   *
   * <p>Only for a socket that {@link #query} has just seen: where there is none with these
   * addresses the kernel takes the listener for it, and destroys that.
   */
  public void destroy(FlowKey flow) {
    exchange(flow, SOCK_DESTROY, 5);
    int error = reply.bytes().getInt(HEADER);
    if (error != -Errno.ENOENT) {
      KernelException.check(() -> "destroy socket " + flow, error);
    }
  }

  private void read(int state, int writeQueue, int end) {
    ByteBuffer bytes = reply.bytes();
    for (int at = REPLY; at + 4 <= end; ) {
      int size = bytes.getShort(at) & 0xffff;
      if (size < 4) {
        break;
      }
      if ((bytes.getShort(at + 2) & 0x3fff) == INET_DIAG_INFO
          && size >= 4 + TCPI_NOTSENT_BYTES + 4) {
        int info = at + 4;
        report.set(
            state,
            writeQueue,
            bytes.getInt(info + TCPI_BYTES_ACKED),
            bytes.getInt(info + TCPI_BYTES_RECEIVED),
            bytes.getInt(info + TCPI_RTT) / 1000,
            size >= 4 + TCPI_SND_WND + 4 ? bytes.getInt(info + TCPI_SND_WND) : 0);
        report.queues(bytes.getInt(HEADER + 56), bytes.getInt(info + TCPI_NOTSENT_BYTES));
        report.voice(
            size >= 4 + TCPI_RCV_WND + 4 ? bytes.getInt(info + TCPI_RCV_WND) : 0,
            bytes.getInt(info + TCPI_LAST_DATA_SENT),
            bytes.getInt(info + TCPI_LAST_DATA_RECV));
        return;
      }
      at += size + 3 & ~3;
    }
    // Neither a request socket nor one in TIME_WAIT has it. The latter may call itself FIN_WAIT2.
    boolean request = state == SocketReport.SYN_RECV;
    report.set(request ? SocketReport.SYN_RECV : SocketReport.TIME_WAIT, writeQueue, 0, 0, 0, 0);
  }

  private int exchange(FlowKey flow, int type, int flags) {
    request.bytes().putShort(4, (short) type).putShort(6, (short) flags);
    bigEndian
        .putShort(HEADER + 8, (short) flow.serverPort())
        .putShort(HEADER + 10, (short) flow.clientPort());
    if (flow.ipv6()) {
      request.bytes().put(HEADER, (byte) LinuxConstants.AF_INET6);
      bigEndian.putLong(LOCAL, flow.serverHigh()).putLong(LOCAL + 8, flow.serverLow());
      bigEndian.putLong(REMOTE, flow.clientHigh()).putLong(REMOTE + 8, flow.clientLow());
    } else {
      request.bytes().put(HEADER, (byte) LinuxConstants.AF_INET);
      bigEndian.putInt(LOCAL, (int) flow.serverLow()).putInt(REMOTE, (int) flow.clientLow());
    }
    KernelException.check("ask sock_diag", socket.send(request, 0, REQUEST));
    return KernelException.check("ask sock_diag", socket.receive(reply, 0));
  }

  @Override
  public void close() {
    socket.close();
  }
}
