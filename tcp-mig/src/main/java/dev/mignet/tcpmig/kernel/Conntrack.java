package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.tcpmig.wire.FlowKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sets the marks of conntrack entries through ctnetlink (linux/netfilter/nfnetlink_conntrack.h).
 *
 * <p>A request is IPCTNL_MSG_CT_NEW without NLM_F_CREATE: it changes an entry, never makes one. The
 * kernel has carried it out when send(2) returns.
 */
public final class Conntrack implements AutoCloseable {
  private static final int CT_NEW = 0x100;
  private static final int REQUEST_WITH_ACK = 5;
  private static final int NESTED = 0x8000;
  private static final int IPPROTO_TCP = 6;

  // Indices into the request, which has one fixed layout.
  private static final int SOURCE = 32;
  private static final int DESTINATION = 40;
  private static final int SOURCE_PORT = 60;
  private static final int DESTINATION_PORT = 68;
  private static final int MARK = 76;
  private static final int MASK = 84;
  private static final int SIZE = 88;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
  private final NativeBuffer request = new NativeBuffer(SIZE);
  private final NativeBuffer answer = new NativeBuffer(1024);
  private final ByteBuffer bigEndian = request.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);

  /** Opens a socket in the thread's namespace. */
  public Conntrack() {
    ByteBuffer bytes = request.bytes();
    bytes.putInt(0, SIZE).putShort(4, (short) CT_NEW).putShort(6, (short) REQUEST_WITH_ACK);
    bytes.put(16, (byte) LinuxConstants.AF_INET);
    attribute(20, 52, 1 | NESTED); // CTA_TUPLE_ORIG
    attribute(24, 20, 1 | NESTED); // CTA_TUPLE_IP
    attribute(28, 8, 1); // CTA_IP_V4_SRC
    attribute(36, 8, 2); // CTA_IP_V4_DST
    attribute(44, 28, 2 | NESTED); // CTA_TUPLE_PROTO
    attribute(48, 5, 1); // CTA_PROTO_NUM
    bytes.put(52, (byte) IPPROTO_TCP);
    attribute(56, 6, 2); // CTA_PROTO_SRC_PORT
    attribute(64, 6, 3); // CTA_PROTO_DST_PORT
    attribute(72, 8, 8); // CTA_MARK
    attribute(80, 8, 21); // CTA_MARK_MASK
    bigEndian.putInt(MASK, Mark.ALL);
  }

  /**
   * Sets the mark of a connection's entry.
   *
   * @return false where there is no entry
   */
  public boolean mark(FlowKey flow, int mark) {
    bigEndian.putInt(SOURCE, flow.clientAddress()).putInt(DESTINATION, flow.serverAddress());
    bigEndian
        .putShort(SOURCE_PORT, (short) flow.clientPort())
        .putShort(DESTINATION_PORT, (short) flow.serverPort());
    bigEndian.putInt(MARK, mark);
    KernelException.check("set connmark", socket.send(request, 0, SIZE));
    KernelException.check("set connmark", socket.receive(answer, 0));
    int error = answer.bytes().getInt(16);
    if (error == -Errno.ENOENT) {
      return false;
    }
    KernelException.check("set connmark", error);
    return true;
  }

  private void attribute(int at, int length, int type) {
    request.bytes().putShort(at, (short) length).putShort(at + 2, (short) type);
  }

  @Override
  public void close() {
    socket.close();
  }
}
