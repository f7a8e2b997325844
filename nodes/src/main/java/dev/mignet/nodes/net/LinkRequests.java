package dev.mignet.nodes.net;

import dev.mignet.nodes.linux.NetlinkAttributes;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkReply;
import dev.mignet.nodes.linux.NetlinkRequest;

/** Builds and reads the messages about links: RTM_*LINK, linux/if_link.h. Pure. */
final class LinkRequests {
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_GETLINK = 18;
  private static final int IFINFOMSG_SIZE = 16;

  private static final int IFF_UP = 1;
  private static final int IFF_RUNNING = 0x40;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_OPERSTATE = 16;
  private static final int IFLA_LINKMODE = 17;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_STATS64 = 23;
  private static final int IFLA_NET_NS_FD = 28;
  private static final int IFLA_GSO_MAX_SEGS = 40;
  private static final int IFLA_GSO_MAX_SIZE = 41;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int VETH_INFO_PEER = 1;
  private static final int IF_OPER_DORMANT = 5;
  private static final int IF_OPER_UP = 6;

  private LinkRequests() {}

  /**
   * Both ends with name, MAC, MTU and namespace in one request, so that udev never sees them half
   * made.
   *
   * @param master ifindex of the bridge that the first end is plugged into; 0: none
   */
  static NetlinkRequest addVeth(Veth veth, int master) {
    return NetlinkRequest.of(
        "add link " + veth.first().name() + " - " + veth.second().name(),
        RTM_NEWLINK,
        NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL,
        message -> {
          end(message, veth.first());
          if (master != 0) {
            message.attributeU32(IFLA_MASTER, master);
          }
          int info = message.beginNest(IFLA_LINKINFO);
          message.attributeString(IFLA_INFO_KIND, "veth");
          int data = message.beginNest(IFLA_INFO_DATA);
          int peer = message.beginNest(VETH_INFO_PEER);
          end(message, veth.second());
          message.endNest(peer).endNest(data).endNest(info);
        });
  }

  private static void end(NetlinkMessage message, Veth.End end) {
    header(message, 0);
    message.attributeString(IFLA_IFNAME, end.name());
    message.attributeU32(IFLA_NET_NS_FD, end.namespaceFd());
    if (end.mac() != null) {
      message.attributeBytes(IFLA_ADDRESS, end.mac().bytes());
    }
    if (end.mtu() != 0) {
      message.attributeU32(IFLA_MTU, end.mtu());
    }
    if (end.gsoMaxSegments() != 0) {
      message.attributeU32(IFLA_GSO_MAX_SEGS, end.gsoMaxSegments());
    }
  }

  static NetlinkRequest addBridge(String name) {
    return NetlinkRequest.of(
        "add bridge " + name,
        RTM_NEWLINK,
        NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL,
        message -> {
          header(message, 0).attributeString(IFLA_IFNAME, name);
          int info = message.beginNest(IFLA_LINKINFO);
          message.attributeString(IFLA_INFO_KIND, "bridge").endNest(info);
        });
  }

  static NetlinkRequest up(String name) {
    return NetlinkRequest.of(
        "set up " + name,
        RTM_NEWLINK,
        0,
        message -> header(message, IFF_UP).attributeString(IFLA_IFNAME, name));
  }

  static NetlinkRequest down(String name) {
    return NetlinkRequest.of(
        "set down " + name,
        RTM_NEWLINK,
        0,
        message -> header(message, 0, IFF_UP).attributeString(IFLA_IFNAME, name));
  }

  /** Operational states of RFC 2863: linux/if.h, Documentation/networking/operstates.rst. */
  static NetlinkRequest dormant(String name, boolean dormant) {
    return NetlinkRequest.of(
        (dormant ? "set dormant " : "set operational ") + name,
        RTM_NEWLINK,
        0,
        message ->
            header(message, 0)
                .attributeString(IFLA_IFNAME, name)
                .attributeU8(IFLA_OPERSTATE, dormant ? IF_OPER_DORMANT : IF_OPER_UP)
                .attributeU8(IFLA_LINKMODE, dormant ? 1 : 0));
  }

  static NetlinkRequest enslave(String name, String bridge, int bridgeIndex) {
    return NetlinkRequest.of(
        "enslave " + name + " to " + bridge,
        RTM_NEWLINK,
        0,
        message ->
            header(message, 0)
                .attributeString(IFLA_IFNAME, name)
                .attributeU32(IFLA_MASTER, bridgeIndex));
  }

  static NetlinkRequest gso(String name, int maxSegments, int maxSize) {
    return NetlinkRequest.of(
        "set gso limits of " + name,
        RTM_NEWLINK,
        0,
        message ->
            header(message, 0)
                .attributeString(IFLA_IFNAME, name)
                .attributeU32(IFLA_GSO_MAX_SEGS, maxSegments)
                .attributeU32(IFLA_GSO_MAX_SIZE, maxSize));
  }

  static NetlinkRequest mtu(String name, int mtu) {
    return NetlinkRequest.of(
        "set MTU " + mtu + " of " + name,
        RTM_NEWLINK,
        0,
        message ->
            header(message, 0).attributeString(IFLA_IFNAME, name).attributeU32(IFLA_MTU, mtu));
  }

  static NetlinkRequest delete(String name) {
    return NetlinkRequest.of(
        "delete link " + name,
        RTM_DELLINK,
        0,
        message -> header(message, 0).attributeString(IFLA_IFNAME, name));
  }

  static NetlinkRequest get(String name) {
    return NetlinkRequest.of(
        "find link " + name,
        RTM_GETLINK,
        0,
        message -> header(message, 0).attributeString(IFLA_IFNAME, name));
  }

  static NetlinkRequest list() {
    return NetlinkRequest.of(
        "list links", RTM_GETLINK, NetlinkRequest.NLM_F_DUMP, message -> header(message, 0));
  }

  /** Reads an RTM_NEWLINK of the kernel. */
  static Link read(NetlinkReply reply) {
    String name = "";
    String kind = "";
    MacAddress mac = new MacAddress(0);
    int mtu = 0;
    int master = 0;
    boolean settled = false;
    int gsoMaxSegments = 0;
    Link.Statistics statistics = new Link.Statistics(0, 0, 0, 0, 0, 0);
    NetlinkAttributes attributes = reply.attributes(IFINFOMSG_SIZE);
    while (attributes.next()) {
      switch (attributes.type()) {
        case IFLA_IFNAME -> name = attributes.string();
        case IFLA_ADDRESS ->
            mac = attributes.length() == 6 ? MacAddress.of(attributes.byteArray()) : mac;
        case IFLA_MTU -> mtu = attributes.u32();
        case IFLA_MASTER -> master = attributes.u32();
        case IFLA_OPERSTATE -> settled = attributes.u8() >= IF_OPER_DORMANT;
        case IFLA_GSO_MAX_SEGS -> gsoMaxSegments = attributes.u32();
        case IFLA_STATS64 -> statistics = statistics(reply, attributes.offset());
        case IFLA_LINKINFO -> {
          NetlinkAttributes info = attributes.nested(new NetlinkAttributes());
          kind = info.find(IFLA_INFO_KIND) ? info.string() : "";
        }
        default -> {} // of no interest here
      }
    }
    int index = reply.body().getInt(4);
    int flags = reply.body().getInt(8);
    return new Link(
        index,
        name,
        kind,
        mac,
        mtu,
        master,
        (flags & IFF_UP) != 0,
        (flags & IFF_RUNNING) != 0,
        settled,
        gsoMaxSegments,
        statistics);
  }

  /** struct rtnl_link_stats64: packets, bytes, errors, dropped, each received then sent. */
  private static Link.Statistics statistics(NetlinkReply reply, int at) {
    var body = reply.body();
    return new Link.Statistics(
        body.getLong(at),
        body.getLong(at + 8),
        body.getLong(at + 16),
        body.getLong(at + 24),
        body.getLong(at + 48),
        body.getLong(at + 56));
  }

  /**
   * struct ifinfomsg {u8 family, u8, u16 type, s32 index, u32 flags, u32 change}; the link is told
   * by its name.
   *
   * @param flags to set
   */
  private static NetlinkMessage header(NetlinkMessage message, int flags) {
    return header(message, flags, flags);
  }

  private static NetlinkMessage header(NetlinkMessage message, int flags, int change) {
    return message.u32(0).u32(0).u32(flags).u32(change);
  }
}
