package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkAttributes;
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

  /** Leaves nothing of the mark but the front-end: a new connection gets the entry. */
  public void renew(FlowKey flow) {
    change(flow, 0, Mark.ALL | Mark.QUEUED);
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
    ConntrackAttributes.established(message, flow);
    ConntrackAttributes.mark(message, mark, Mark.ALL | Mark.FRONT_END);
    send(message);
  }

  /** Whether there is an entry, and none of the bits is set in its mark. */
  public boolean hasEntryWithout(FlowKey flow, int bits) {
    check(); // nothing else is to be read
    NetlinkAttributes entry = new NetlinkAttributes();
    return ConntrackAttributes.get(socket, request, answer, flow, entry)
        && !(entry.find(ConntrackAttributes.MARK) && (entry.be32() & bits) != 0);
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
    ConntrackAttributes.mark(message, mark, mask);
    send(message);
  }

  private NetlinkMessage begin(int type, int flags, FlowKey flow) {
    NetlinkMessage message = new NetlinkMessage(request.bytes().clear());
    ConntrackTuple.begin(message, type, flags, flow);
    return message;
  }

  private void send(NetlinkMessage message) {
    KernelException.check("change conntrack entry", socket.send(request, 0, message.end()));
  }

  @Override
  public void close() {
    socket.close();
  }
}
