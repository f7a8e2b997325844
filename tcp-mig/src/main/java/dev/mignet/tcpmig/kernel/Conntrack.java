package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.tcpmig.wire.FlowKey;

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
  private static final int REQUEST = NetlinkRequest.NLM_F_REQUEST;
  private static final int NESTED = NetlinkMessage.NESTED;

  // enum ctattr_type and what is in it
  private static final int STATUS = 3;
  private static final int PROTOCOL_INFO = 4;
  private static final int TIMEOUT = 7;
  private static final int MARK = 8;
  private static final int MARK_MASK = 21;
  private static final int INFO_TCP = 1;
  private static final int TCP_STATE = 1;

  /** Seconds that an entry which was made here lives without a packet. */
  private static final int TIMEOUT_SECONDS = 120;

  /** IPS_SEEN_REPLY, IPS_ASSURED, IPS_CONFIRMED. */
  private static final int STATUS_ESTABLISHED = 2 | 4 | 8;

  private static final int TCP_CONNTRACK_ESTABLISHED = 3;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
  private final NativeBuffer request = new NativeBuffer(512);
  private final NativeBuffer answer = new NativeBuffer(1024);

  /**
   * Sets the mark of a connection's entry, all of it but {@link Mark#WATCH}; where there is none,
   * nothing.
   */
  public void mark(FlowKey flow, int mark) {
    change(flow, mark, Mark.ALL & ~Mark.WATCH);
  }

  /** Sets bits of the mark, and leaves the others. */
  public void set(FlowKey flow, int bits) {
    change(flow, bits, bits);
  }

  /** Clears bits of the mark, and leaves the others. */
  public void clear(FlowKey flow, int bits) {
    change(flow, 0, bits);
  }

  /**
   * Sets all of the mark of a connection that is established elsewhere, and makes its entry where
   * there is none. A packet that waited in a queue without an entry would be dropped if another
   * packet of the connection made one meanwhile.
   */
  public void reserve(FlowKey flow, int mark) {
    NetlinkMessage message = begin(CT_NEW, REQUEST | NetlinkRequest.NLM_F_CREATE, flow);
    ConntrackTuple.reply(message, flow);
    message.attributeBe32(STATUS, STATUS_ESTABLISHED).attributeBe32(TIMEOUT, TIMEOUT_SECONDS);
    int info = message.beginNest(PROTOCOL_INFO | NESTED);
    int tcp = message.beginNest(INFO_TCP | NESTED);
    message.attributeU8(TCP_STATE, TCP_CONNTRACK_ESTABLISHED).endNest(tcp).endNest(info);
    mark(message, mark, Mark.ALL | Mark.FRONT_END);
    send(message);
  }

  /** Deletes a connection's entry; where there is none, nothing. */
  public void delete(FlowKey flow) {
    send(begin(CT_DELETE, REQUEST, flow));
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

  private void change(FlowKey flow, int mark, int mask) {
    NetlinkMessage message = begin(CT_NEW, REQUEST, flow);
    mark(message, mark, mask);
    send(message);
  }

  private NetlinkMessage begin(int type, int flags, FlowKey flow) {
    NetlinkMessage message = new NetlinkMessage(request.bytes().clear());
    message.begin(type, flags);
    ConntrackTuple.header(message, flow);
    ConntrackTuple.original(message, flow);
    return message;
  }

  private static void mark(NetlinkMessage message, int mark, int mask) {
    message.attributeBe32(MARK, mark).attributeBe32(MARK_MASK, mask);
  }

  private void send(NetlinkMessage message) {
    KernelException.check("change conntrack entry", socket.send(request, 0, message.end()));
  }

  @Override
  public void close() {
    socket.close();
  }
}
