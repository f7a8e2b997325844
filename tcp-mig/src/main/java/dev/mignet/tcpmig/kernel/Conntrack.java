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
 * Sets the marks of conntrack entries through ctnetlink (linux/netfilter/nfnetlink_conntrack.h),
 * and deletes entries.
 *
 * <p>A mark is set by IPCTNL_MSG_CT_NEW, with NLM_F_CREATE where an entry may have to be made. The
 * kernel has carried it out when send(2) returns, and says something only where it could not:
 * {@link #check} hears that.
 */
public final class Conntrack implements AutoCloseable {
  private static final int CT_NEW = 0x100;
  private static final int CT_DELETE = 0x102;
  private static final int REQUEST = 1;
  private static final int CREATE = 0x400;
  private static final int NESTED = 0x8000;
  private static final int IPPROTO_TCP = 6;

  // Indices into the request, which has one fixed layout: the tuple, the mark, and more.
  private static final int SOURCE = 32;
  private static final int DESTINATION = 40;
  private static final int SOURCE_PORT = 60;
  private static final int DESTINATION_PORT = 68;
  private static final int SIZE_OF_TUPLE = 72;
  private static final int MARK = 76;
  private static final int MASK = 84;
  private static final int SIZE = 88;

  // Behind them, only where an entry may be made.
  private static final int REPLY_SOURCE = 100;
  private static final int REPLY_DESTINATION = 108;
  private static final int REPLY_SOURCE_PORT = 128;
  private static final int REPLY_DESTINATION_PORT = 136;
  private static final int TIMEOUT = 144;
  private static final int STATUS = 152;
  private static final int TCP_STATE = 168;
  private static final int SIZE_OF_NEW = 172;

  /** Seconds that an entry which was made here lives without a packet. */
  private static final int TIMEOUT_SECONDS = 120;

  /** IPS_SEEN_REPLY, IPS_ASSURED, IPS_CONFIRMED. */
  private static final int STATUS_ESTABLISHED = 2 | 4 | 8;

  private static final int TCP_CONNTRACK_ESTABLISHED = 3;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
  private final NativeBuffer request = new NativeBuffer(SIZE_OF_NEW);
  private final NativeBuffer answer = new NativeBuffer(1024);
  private final ByteBuffer bigEndian = request.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);

  /** Opens a socket in the thread's namespace. */
  public Conntrack() {
    ByteBuffer bytes = request.bytes();
    bytes.put(16, (byte) LinuxConstants.AF_INET);
    tuple(20, 1); // CTA_TUPLE_ORIG
    attribute(72, 8, 8); // CTA_MARK
    attribute(80, 8, 21); // CTA_MARK_MASK
    tuple(88, 2); // CTA_TUPLE_REPLY
    attribute(140, 8, 7); // CTA_TIMEOUT
    bigEndian.putInt(TIMEOUT, TIMEOUT_SECONDS);
    attribute(148, 8, 3); // CTA_STATUS
    bigEndian.putInt(STATUS, STATUS_ESTABLISHED);
    attribute(156, 16, 4 | NESTED); // CTA_PROTOINFO
    attribute(160, 12, 1 | NESTED); // CTA_PROTOINFO_TCP
    attribute(164, 5, 1); // CTA_PROTOINFO_TCP_STATE
    bytes.put(TCP_STATE, (byte) TCP_CONNTRACK_ESTABLISHED);
  }

  private void tuple(int at, int type) {
    attribute(at, 52, type | NESTED);
    attribute(at + 4, 20, 1 | NESTED); // CTA_TUPLE_IP
    attribute(at + 8, 8, 1); // CTA_IP_V4_SRC
    attribute(at + 16, 8, 2); // CTA_IP_V4_DST
    attribute(at + 24, 28, 2 | NESTED); // CTA_TUPLE_PROTO
    attribute(at + 28, 5, 1); // CTA_PROTO_NUM
    request.bytes().put(at + 32, (byte) IPPROTO_TCP);
    attribute(at + 36, 6, 2); // CTA_PROTO_SRC_PORT
    attribute(at + 44, 6, 3); // CTA_PROTO_DST_PORT
  }

  /**
   * Sets the mark of a connection's entry, all of it but {@link Mark#WATCH}; where there is none,
   * nothing.
   */
  public void mark(FlowKey flow, int mark) {
    send(CT_NEW, flow, mark, Mark.ALL & ~Mark.WATCH, SIZE, REQUEST);
  }

  /** Sets bits of the mark, and leaves the others. */
  public void set(FlowKey flow, int bits) {
    send(CT_NEW, flow, bits, bits, SIZE, REQUEST);
  }

  /** Clears bits of the mark, and leaves the others. */
  public void clear(FlowKey flow, int bits) {
    send(CT_NEW, flow, 0, bits, SIZE, REQUEST);
  }

  /**
   * Sets all of the mark of a connection that is established elsewhere, and makes its entry where
   * there is none. A packet that waited in a queue without an entry would be dropped if another
   * packet of the connection made one meanwhile.
   */
  public void reserve(FlowKey flow, int mark) {
    bigEndian
        .putInt(REPLY_SOURCE, flow.serverAddress())
        .putInt(REPLY_DESTINATION, flow.clientAddress());
    bigEndian
        .putShort(REPLY_SOURCE_PORT, (short) flow.serverPort())
        .putShort(REPLY_DESTINATION_PORT, (short) flow.clientPort());
    send(CT_NEW, flow, mark, Mark.ALL | Mark.FRONT_END, SIZE_OF_NEW, REQUEST | CREATE);
  }

  /** Deletes a connection's entry; where there is none, nothing. */
  public void delete(FlowKey flow) {
    send(CT_DELETE, flow, 0, 0, SIZE_OF_TUPLE, REQUEST);
  }

  /**
   * Hears what the kernel could not carry out of what was sent since the last call.
   *
   * @throws KernelException where the kernel could not, otherwise than for want of an entry
   */
  public void check() {
    while (socket.receive(answer, LinuxConstants.MSG_DONTWAIT) > 0) {
      int error = answer.bytes().getInt(16);
      if (error != -Errno.ENOENT) {
        KernelException.check("change conntrack entry", error);
      }
    }
  }

  private void send(int type, FlowKey flow, int mark, int mask, int size, int flags) {
    request.bytes().putInt(0, size).putShort(4, (short) type).putShort(6, (short) flags);
    bigEndian.putInt(SOURCE, flow.clientAddress()).putInt(DESTINATION, flow.serverAddress());
    bigEndian
        .putShort(SOURCE_PORT, (short) flow.clientPort())
        .putShort(DESTINATION_PORT, (short) flow.serverPort());
    bigEndian.putInt(MARK, mark).putInt(MASK, mask);
    KernelException.check("change conntrack entry", socket.send(request, 0, size));
  }

  private void attribute(int at, int length, int type) {
    request.bytes().putShort(at, (short) length).putShort(at + 2, (short) type);
  }

  @Override
  public void close() {
    socket.close();
  }
}
