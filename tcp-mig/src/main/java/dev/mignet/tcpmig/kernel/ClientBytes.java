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
  private static final int NETFILTER_HEADER = 4;
  private static final int AF_INET = 2;
  private static final int IPPROTO_TCP = 6;

  private static final int TUPLE_ORIGINAL = 1;
  private static final int COUNTERS_ORIGINAL = 9;
  private static final int TUPLE_IP = 1;
  private static final int TUPLE_PROTOCOL = 2;
  private static final int IP_SOURCE = 1;
  private static final int IP_DESTINATION = 2;
  private static final int PROTOCOL_NUMBER = 1;
  private static final int PROTOCOL_SOURCE_PORT = 2;
  private static final int PROTOCOL_DESTINATION_PORT = 3;
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
    message.begin(CT_GET, NetlinkRequest.NLM_F_REQUEST).u8(AF_INET).u8(0).be16(0);
    int tuple = message.beginNest(TUPLE_ORIGINAL | NetlinkMessage.NESTED);
    int ip = message.beginNest(TUPLE_IP | NetlinkMessage.NESTED);
    message.attributeBe32(IP_SOURCE, flow.clientAddress());
    message.attributeBe32(IP_DESTINATION, flow.serverAddress()).endNest(ip);
    int protocol = message.beginNest(TUPLE_PROTOCOL | NetlinkMessage.NESTED);
    message.attributeU8(PROTOCOL_NUMBER, IPPROTO_TCP);
    message.attributeBe16(PROTOCOL_SOURCE_PORT, flow.clientPort());
    message.attributeBe16(PROTOCOL_DESTINATION_PORT, flow.serverPort());
    message.endNest(protocol).endNest(tuple);
    // The kernel has answered when send(2) returns.
    int length = socket.send(request, 0, message.end());
    if (length > 0) {
      length = socket.receive(answer, LinuxConstants.MSG_DONTWAIT);
    }
    int body = NetlinkMessage.HEADER_SIZE + NETFILTER_HEADER;
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
            "list connections",
            CT_GET,
            NetlinkRequest.NLM_F_DUMP,
            message -> message.u8(AF_INET).u8(0).be16(0));
    for (NetlinkReply reply : socket.execute(request)) {
      long bytes = bytes(reply.attributes(NETFILTER_HEADER));
      if (bytes != UNKNOWN) {
        all.put(flow(reply), bytes);
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

  private static FlowKey flow(NetlinkReply reply) {
    NetlinkAttributes attributes = reply.attributes(NETFILTER_HEADER);
    NetlinkAttributes tuple = new NetlinkAttributes();
    NetlinkAttributes ip = new NetlinkAttributes();
    NetlinkAttributes protocol = new NetlinkAttributes();
    attributes.find(TUPLE_ORIGINAL);
    attributes.nested(tuple).find(TUPLE_IP);
    tuple.nested(ip);
    tuple.find(TUPLE_PROTOCOL);
    tuple.nested(protocol);
    return new FlowKey(
        be32(ip, IP_SOURCE),
        be16(protocol, PROTOCOL_SOURCE_PORT),
        be32(ip, IP_DESTINATION),
        be16(protocol, PROTOCOL_DESTINATION_PORT));
  }

  private static int be32(NetlinkAttributes attributes, int type) {
    return attributes.find(type) ? attributes.be32() : 0;
  }

  /** Other protocols than TCP may have none. */
  private static int be16(NetlinkAttributes attributes, int type) {
    return attributes.find(type) ? attributes.be16() : 0;
  }

  @Override
  public void close() {
    socket.close();
  }
}
