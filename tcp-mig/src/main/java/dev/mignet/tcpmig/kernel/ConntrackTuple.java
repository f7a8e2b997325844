package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NetlinkAttributes;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * How messages about conntrack entries begin, and the tuples that name a connection (enum
 * ctattr_type, ctattr_tuple, ctattr_ip and ctattr_l4proto of
 * linux/netfilter/nfnetlink_conntrack.h).
 */
final class ConntrackTuple {
  /** Bytes of struct nfgenmsg. */
  static final int HEADER = 4;

  private static final int ORIGINAL = 1;
  private static final int REPLY = 2;
  private static final int IP = 1;
  private static final int PROTOCOL = 2;
  private static final int IP_SOURCE = 1;
  private static final int IP_DESTINATION = 2;
  private static final int IPV6_SOURCE = 3;
  private static final int IPV6_DESTINATION = 4;
  private static final int SOURCE_PORT = 2;
  private static final int DESTINATION_PORT = 3;
  private static final int PROTOCOL_NUMBER = 1;
  private static final int IPPROTO_TCP = 6;

  private ConntrackTuple() {}

  /** Of an entry of that connection's family. */
  static void header(NetlinkMessage message, FlowKey flow) {
    header(message, flow.ipv6() ? LinuxConstants.AF_INET6 : LinuxConstants.AF_INET);
  }

  /** Of entries of all families. */
  static void header(NetlinkMessage message) {
    header(message, LinuxConstants.AF_UNSPEC);
  }

  private static void header(NetlinkMessage message, int family) {
    message.u8(family).u8(0).be16(0);
  }

  /** Names the connection as its client's packets do. */
  static void original(NetlinkMessage message, FlowKey flow) {
    int tuple = message.beginNest(ORIGINAL | NetlinkMessage.NESTED);
    int ip = message.beginNest(IP | NetlinkMessage.NESTED);
    client(message, flow, IP_SOURCE, IPV6_SOURCE);
    server(message, flow, IP_DESTINATION, IPV6_DESTINATION);
    message.endNest(ip);
    ports(message, flow.clientPort(), flow.serverPort());
    message.endNest(tuple);
  }

  /** Names the connection as its server's packets do. */
  static void reply(NetlinkMessage message, FlowKey flow) {
    int tuple = message.beginNest(REPLY | NetlinkMessage.NESTED);
    int ip = message.beginNest(IP | NetlinkMessage.NESTED);
    server(message, flow, IP_SOURCE, IPV6_SOURCE);
    client(message, flow, IP_DESTINATION, IPV6_DESTINATION);
    message.endNest(ip);
    ports(message, flow.serverPort(), flow.clientPort());
    message.endNest(tuple);
  }

  private static void client(NetlinkMessage message, FlowKey flow, int type, int type6) {
    address(message, flow.ipv6() ? type6 : type, flow.ipv6(), flow.clientHigh(), flow.clientLow());
  }

  private static void server(NetlinkMessage message, FlowKey flow, int type, int type6) {
    address(message, flow.ipv6() ? type6 : type, flow.ipv6(), flow.serverHigh(), flow.serverLow());
  }

  private static void address(NetlinkMessage message, int type, boolean ipv6, long high, long low) {
    int nest = message.beginNest(type);
    if (ipv6) {
      message.be32((int) (high >>> 32)).be32((int) high).be32((int) (low >>> 32));
    }
    message.be32((int) low).endNest(nest);
  }

  private static void ports(NetlinkMessage message, int source, int destination) {
    int protocol = message.beginNest(PROTOCOL | NetlinkMessage.NESTED);
    message
        .attributeU8(PROTOCOL_NUMBER, IPPROTO_TCP)
        .attributeBe16(SOURCE_PORT, source)
        .attributeBe16(DESTINATION_PORT, destination)
        .endNest(protocol);
  }

  /**
   * The connection that an entry is of, as far as its protocol has ports.
   *
   * @param entry the attributes of one that the kernel tells
   */
  static FlowKey flow(NetlinkAttributes entry) {
    NetlinkAttributes tuple = new NetlinkAttributes();
    NetlinkAttributes ip = new NetlinkAttributes();
    NetlinkAttributes protocol = new NetlinkAttributes();
    entry.find(ORIGINAL);
    entry.nested(tuple).find(IP);
    tuple.nested(ip);
    tuple.find(PROTOCOL);
    tuple.nested(protocol);
    return new FlowKey(
        address(ip, IP_SOURCE, IPV6_SOURCE),
        port(protocol, SOURCE_PORT),
        address(ip, IP_DESTINATION, IPV6_DESTINATION),
        port(protocol, DESTINATION_PORT));
  }

  private static InetAddress address(NetlinkAttributes ip, int type, int type6) {
    if (!ip.find(type) && !ip.find(type6)) {
      throw new IllegalArgumentException("a conntrack entry without addresses");
    }
    try {
      return InetAddress.getByAddress(ip.byteArray());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("a conntrack entry with odd addresses", e);
    }
  }

  private static int port(NetlinkAttributes protocol, int type) {
    return protocol.find(type) ? protocol.be16() : 0;
  }
}
