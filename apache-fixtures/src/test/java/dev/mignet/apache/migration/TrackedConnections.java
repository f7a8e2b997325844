package dev.mignet.apache.migration;

import dev.mignet.nodes.linux.NetlinkAttributes;
import dev.mignet.nodes.linux.NetlinkReply;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import java.util.Set;
import java.util.TreeSet;

/**
 * The conntrack entries of the namespace that the thread is in (linux/netfilter/
 * nfnetlink_conntrack.h).
 */
final class TrackedConnections {
  private static final int CT_GET = 0x101;
  private static final int CT_DELETE = 0x102;
  private static final int AF_INET = 2;
  private static final int HEADER = 4; // struct nfgenmsg
  private static final int TUPLE_ORIGINAL = 1;
  private static final int TUPLE_PROTOCOL = 2;
  private static final int PROTOCOL_NUMBER = 1;
  private static final int TCP = 6;
  private static final int SOURCE_PORT = 2;

  private TrackedConnections() {}

  /** The client's ports of all TCP connections. */
  static Set<Integer> ports() {
    Set<Integer> ports = new TreeSet<>();
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
      for (NetlinkReply reply :
          socket.execute(request("list connections", CT_GET, NetlinkRequest.NLM_F_DUMP))) {
        NetlinkAttributes attributes = reply.attributes(HEADER);
        NetlinkAttributes tuple = new NetlinkAttributes();
        NetlinkAttributes protocol = new NetlinkAttributes();
        attributes.find(TUPLE_ORIGINAL);
        attributes.nested(tuple).find(TUPLE_PROTOCOL);
        if (tuple.nested(protocol).find(PROTOCOL_NUMBER)
            && protocol.u8() == TCP
            && protocol.find(SOURCE_PORT)) {
          ports.add(protocol.be16());
        }
      }
    }
    return ports;
  }

  /** Forgets all, as {@code conntrack -F} does. */
  static void flush() {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
      socket.execute(request("forget connections", CT_DELETE, 0));
    }
  }

  private static NetlinkRequest request(String what, int type, int flags) {
    return NetlinkRequest.of(what, type, flags, message -> message.u8(AF_INET).u8(0).be16(0));
  }
}
