package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.tcpmig.wire.FlowKey;

/**
 * How messages about conntrack entries begin, and the tuples that name a connection (enum
 * ctattr_type, ctattr_tuple, ctattr_ip and ctattr_l4proto of
 * linux/netfilter/nfnetlink_conntrack.h).
 */
final class ConntrackTuple {
  /** Bytes of struct nfgenmsg. */
  static final int HEADER = 4;

  static final int ORIGINAL = 1;
  private static final int REPLY = 2;
  static final int IP = 1;
  static final int PROTOCOL = 2;
  static final int IP_SOURCE = 1;
  static final int IP_DESTINATION = 2;
  static final int SOURCE_PORT = 2;
  static final int DESTINATION_PORT = 3;
  private static final int PROTOCOL_NUMBER = 1;
  private static final int IPPROTO_TCP = 6;

  private ConntrackTuple() {}

  /** Of entries of IPv4 connections. */
  static void header(NetlinkMessage message) {
    message.u8(LinuxConstants.AF_INET).u8(0).be16(0);
  }

  /** Names the connection as its client's packets do. */
  static void original(NetlinkMessage message, FlowKey flow) {
    put(
        message,
        ORIGINAL,
        flow.clientAddress(),
        flow.clientPort(),
        flow.serverAddress(),
        flow.serverPort());
  }

  /** Names the connection as its server's packets do. */
  static void reply(NetlinkMessage message, FlowKey flow) {
    put(
        message,
        REPLY,
        flow.serverAddress(),
        flow.serverPort(),
        flow.clientAddress(),
        flow.clientPort());
  }

  private static void put(
      NetlinkMessage message,
      int type,
      int source,
      int sourcePort,
      int destination,
      int destinationPort) {
    int tuple = message.beginNest(type | NetlinkMessage.NESTED);
    int ip = message.beginNest(IP | NetlinkMessage.NESTED);
    message.attributeBe32(IP_SOURCE, source).attributeBe32(IP_DESTINATION, destination).endNest(ip);
    int protocol = message.beginNest(PROTOCOL | NetlinkMessage.NESTED);
    message
        .attributeU8(PROTOCOL_NUMBER, IPPROTO_TCP)
        .attributeBe16(SOURCE_PORT, sourcePort)
        .attributeBe16(DESTINATION_PORT, destinationPort)
        .endNest(protocol)
        .endNest(tuple);
  }
}
