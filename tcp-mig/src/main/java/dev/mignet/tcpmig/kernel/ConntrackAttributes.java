package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkAttributes;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.tcpmig.wire.FlowKey;

/** What messages say of conntrack entries beside their tuples (enum ctattr_type). */
final class ConntrackAttributes {
  static final int MARK = 8;

  private static final int CT_GET = 0x101;
  private static final int NLMSG_ERROR = 2;
  private static final int STATUS = 3;
  private static final int PROTOCOL_INFO = 4;
  private static final int TIMEOUT = 7;
  private static final int MARK_MASK = 21;
  private static final int INFO_TCP = 1;
  private static final int TCP_STATE = 1;

  /** IPS_SEEN_REPLY, IPS_ASSURED, IPS_CONFIRMED. */
  private static final int STATUS_ESTABLISHED = 2 | 4 | 8;

  private static final int TCP_CONNTRACK_ESTABLISHED = 3;

  /** Seconds that an entry lives without a packet; with the first the kernel's own apply. */
  private static final int TIMEOUT_SECONDS = 120;

  private ConntrackAttributes() {}

  /**
   * What an entry has that is made of a connection which is established, behind its first tuple.
   */
  static void established(NetlinkMessage message, FlowKey flow) {
    ConntrackTuple.reply(message, flow);
    message.attributeBe32(STATUS, STATUS_ESTABLISHED).attributeBe32(TIMEOUT, TIMEOUT_SECONDS);
    int info = message.beginNest(PROTOCOL_INFO | NetlinkMessage.NESTED);
    int tcp = message.beginNest(INFO_TCP | NetlinkMessage.NESTED);
    message.attributeU8(TCP_STATE, TCP_CONNTRACK_ESTABLISHED).endNest(tcp).endNest(info);
  }

  /**
   * Asks for an entry; whether there is one.
   *
   * @param socket that nothing else is about to be read from
   * @param entry gets what it says
   */
  static boolean get(
      NetlinkSocket socket,
      NativeBuffer request,
      NativeBuffer answer,
      FlowKey flow,
      NetlinkAttributes entry) {
    NetlinkMessage message = new NetlinkMessage(request.bytes().clear());
    ConntrackTuple.begin(message, CT_GET, NetlinkRequest.NLM_F_REQUEST, flow);
    KernelException.check("ask ctnetlink", socket.send(request, 0, message.end()));
    int length = socket.receive(answer, LinuxConstants.MSG_DONTWAIT);
    int body = NetlinkMessage.HEADER_SIZE + ConntrackTuple.HEADER;
    if (length < body || answer.bytes().getShort(4) == NLMSG_ERROR) {
      return false;
    }
    entry.wrap(answer.bytes(), body, length - body);
    return true;
  }

  /** The bits of the mark that the mask has. */
  static void mark(NetlinkMessage message, int mark, int mask) {
    message.attributeBe32(MARK, mark).attributeBe32(MARK_MASK, mask);
  }
}
