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

  /** Source and destination stand side by side: their IPv4 and IPv6 addresses, and their ports. */
  private static final int SOURCE = 0;

  private static final int DESTINATION = 1;
  private static final int IPV4_ADDRESS = 1;
  private static final int IPV6_ADDRESS = 3;
  private static final int PORT = 2;
  private static final int PROTOCOL_NUMBER = 1;
  private static final int IPPROTO_TCP = 6;

  private ConntrackTuple() {}

  /** Begins a message about a connection's entry, which is named as its client's packets do. */
  static void begin(NetlinkMessage message, int type, int flags, FlowKey flow) {
    message.begin(type, flags);
    header(message, flow.ipv6() ? LinuxConstants.AF_INET6 : LinuxConstants.AF_INET);
    tuple(message, ORIGINAL, flow, SOURCE, DESTINATION);
  }

  /** Of entries of all families. */
  static void header(NetlinkMessage message) {
    header(message, LinuxConstants.AF_UNSPEC);
  }

  private static void header(NetlinkMessage message, int family) {
    message.u8(family).u8(0).be16(0);
  }

  /** Names the connection as its server's packets do. */
  static void reply(NetlinkMessage message, FlowKey flow) {
    tuple(message, REPLY, flow, DESTINATION, SOURCE);
  }

  private static void tuple(
      NetlinkMessage message, int type, FlowKey flow, int client, int server) {
    int tuple = message.beginNest(type | NetlinkMessage.NESTED);
    int ip = message.beginNest(IP | NetlinkMessage.NESTED);
    address(message, client, flow.ipv6(), flow.clientHigh(), flow.clientLow());
    address(message, server, flow.ipv6(), flow.serverHigh(), flow.serverLow());
    message.endNest(ip);
    int protocol = message.beginNest(PROTOCOL | NetlinkMessage.NESTED);
    message
        .attributeU8(PROTOCOL_NUMBER, IPPROTO_TCP)
        .attributeBe16(PORT + client, flow.clientPort())
        .attributeBe16(PORT + server, flow.serverPort())
        .endNest(protocol);
    message.endNest(tuple);
  }

  private static void address(NetlinkMessage message, int end, boolean ipv6, long high, long low) {
    int nest = message.beginNest((ipv6 ? IPV6_ADDRESS : IPV4_ADDRESS) + end);
    message.address(ipv6, high, low).endNest(nest);
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
        address(ip, SOURCE),
        port(protocol, SOURCE),
        address(ip, DESTINATION),
        port(protocol, DESTINATION));
  }

  private static InetAddress address(NetlinkAttributes ip, int end) {
    if (!ip.find(IPV4_ADDRESS + end) && !ip.find(IPV6_ADDRESS + end)) {
      throw new IllegalArgumentException("a conntrack entry without addresses");
    }
    try {
      return InetAddress.getByAddress(ip.byteArray());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("a conntrack entry with odd addresses", e);
    }
  }

  private static int port(NetlinkAttributes protocol, int end) {
    return protocol.find(PORT + end) ? protocol.be16() : 0;
  }
}
