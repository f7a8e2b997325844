package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkAttributes;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkReply;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.HashMap;
import java.util.Map;

/**
 * What the kernel has counted of clients' packets, by conntrack entry (sysctl nf_conntrack_acct;
 * linux/netfilter/nfnetlink_conntrack.h). Entries that were made while the sysctl was off have no
 * count. Bytes are those of whole IP packets.
 */
public final class ClientBytes implements AutoCloseable {
  private static final int CT_GET = 0x101;
  private static final int COUNTERS_ORIGINAL = 9;
  private static final int COUNTERS_BYTES = 2;

  /** No count is known. */
  public static final long UNKNOWN = -1;

  private static final int NLMSG_ERROR = 2;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
  private final NativeBuffer request = new NativeBuffer(128);
  private final NativeBuffer answer = new NativeBuffer(4096);

  /**
   * Bytes of one connection's client so far; {@link #UNKNOWN} without an entry or a count. For the
   * packet loop: a count that cannot be had is no reason to stop.
   */
  public long of(FlowKey flow) {
    NetlinkMessage message = new NetlinkMessage(request.bytes().clear());
    ConntrackTuple.begin(message, CT_GET, NetlinkRequest.NLM_F_REQUEST, flow);
    // The kernel has answered when send(2) returns.
    int length = socket.send(request, 0, message.end());
    if (length > 0) {
      length = socket.receive(answer, LinuxConstants.MSG_DONTWAIT);
    }
    int body = NetlinkMessage.HEADER_SIZE + ConntrackTuple.HEADER;
    if (length < body || answer.bytes().getShort(4) == NLMSG_ERROR) {
      return UNKNOWN;
    }
    return bytes(new NetlinkAttributes().wrap(answer.bytes(), body, length - body));
  }

  /** Bytes of every client that has a count. */
  public Map<FlowKey, Long> all() {
    Map<FlowKey, Long> all = new HashMap<>();
    NetlinkRequest request =
        NetlinkRequest.of(
            "list connections", CT_GET, NetlinkRequest.NLM_F_DUMP, ConntrackTuple::header);
    for (NetlinkReply reply : socket.execute(request)) {
      long bytes = bytes(reply.attributes(ConntrackTuple.HEADER));
      if (bytes != UNKNOWN) {
        all.put(ConntrackTuple.flow(reply.attributes(ConntrackTuple.HEADER)), bytes);
      }
    }
    return all;
  }

  private static long bytes(NetlinkAttributes attributes) {
    NetlinkAttributes inner = new NetlinkAttributes();
    return attributes.find(COUNTERS_ORIGINAL) && attributes.nested(inner).find(COUNTERS_BYTES)
        ? inner.be64()
        : UNKNOWN;
  }

  @Override
  public void close() {
    socket.close();
  }
}
