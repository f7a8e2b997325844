package dev.mignet.nodes.net;

import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds the messages about addresses, routes and rules: linux/rtnetlink.h, if_addr.h, fib_rules.h.
 * Pure.
 */
final class RouteRequests {
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_DELROUTE = 25;
  private static final int RTM_NEWRULE = 32;
  private static final int RTM_DELRULE = 33;
  private static final int ADD = NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL;
  private static final int REPLACE = NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_REPLACE;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_F_NODAD = 2;

  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_MULTIPATH = 9;
  private static final int RTA_TABLE = 15;
  private static final int RTN_UNICAST = 1;
  private static final int RTPROT_STATIC = 4;
  private static final int RT_SCOPE_UNIVERSE = 0;
  private static final int RT_SCOPE_LINK = 253;
  private static final int RTNEXTHOP_SIZE = 8;

  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_TABLE = 15;
  private static final int FRA_FWMASK = 16;
  private static final int FR_ACT_TO_TBL = 1;

  private RouteRequests() {}

  /**
   * IPv6 addresses are usable at once: a lab assigns them, so there is nothing to detect duplicates
   * of.
   */
  static NetlinkRequest addAddress(String device, int index, IpPrefix address) {
    String operation = "add address " + address + " to " + device;
    return address(operation, RTM_NEWADDR, ADD, index, address);
  }

  static NetlinkRequest replaceAddress(String device, int index, IpPrefix address) {
    String operation = "replace address " + address + " of " + device;
    return address(operation, RTM_NEWADDR, REPLACE, index, address);
  }

  static NetlinkRequest deleteAddress(String device, int index, IpPrefix address) {
    String operation = "delete address " + address + " of " + device;
    return address(operation, RTM_DELADDR, 0, index, address);
  }

  private static NetlinkRequest address(
      String operation, int type, int flags, int index, IpPrefix address) {
    return NetlinkRequest.of(
        operation,
        type,
        flags,
        message -> {
          byte[] bytes = address.address().getAddress();
          message.u8(address.family()).u8(address.length());
          message.u8(bytes.length == 16 ? IFA_F_NODAD : 0).u8(RT_SCOPE_UNIVERSE).u32(index);
          message.attributeBytes(IFA_LOCAL, bytes).attributeBytes(IFA_ADDRESS, bytes);
        });
  }

  static NetlinkRequest addRoute(Route route, ToIntFunction<String> indexOf) {
    return route("add route to ", RTM_NEWROUTE, ADD, route, indexOf);
  }

  static NetlinkRequest replaceRoute(Route route, ToIntFunction<String> indexOf) {
    return route("replace route to ", RTM_NEWROUTE, REPLACE, route, indexOf);
  }

  static NetlinkRequest deleteRoute(Route route, ToIntFunction<String> indexOf) {
    return route("delete route to ", RTM_DELROUTE, 0, route, indexOf);
  }

  private static NetlinkRequest route(
      String verb, int type, int flags, Route route, ToIntFunction<String> indexOf) {
    IpPrefix destination = route.destination();
    return NetlinkRequest.of(
        verb + destination,
        type,
        flags,
        message -> {
          boolean onLink = route.hops().stream().allMatch(hop -> hop.via() == null);
          message.u8(destination.family()).u8(destination.length()).u8(0).u8(0);
          message.u8(0).u8(RTPROT_STATIC).u8(onLink ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE);
          message.u8(RTN_UNICAST).u32(0).attributeU32(RTA_TABLE, route.table());
          if (destination.length() > 0) {
            message.attributeBytes(RTA_DST, network(destination));
          }
          if (route.hops().size() == 1) {
            NextHop hop = route.hops().get(0);
            gateway(message, hop.via());
            if (hop.device() != null) {
              message.attributeU32(RTA_OIF, indexOf.applyAsInt(hop.device()));
            }
          } else {
            int nest = message.beginNest(RTA_MULTIPATH);
            route.hops().forEach(hop -> nextHop(message, hop, indexOf));
            message.endNest(nest);
          }
        });
  }

  /**
   * struct rtnexthop {u16 length, u8 flags, u8 weight - 1, s32 index}, then its own RTA_GATEWAY.
   */
  private static void nextHop(NetlinkMessage message, NextHop hop, ToIntFunction<String> indexOf) {
    InetAddress via = hop.via();
    int gateway = via == null ? 0 : 4 + via.getAddress().length;
    message.u16(RTNEXTHOP_SIZE + gateway).u8(0).u8(hop.weight() - 1);
    message.u32(hop.device() == null ? 0 : indexOf.applyAsInt(hop.device()));
    gateway(message, via);
  }

  private static void gateway(NetlinkMessage message, @Nullable InetAddress via) {
    if (via != null) {
      message.attributeBytes(RTA_GATEWAY, via.getAddress());
    }
  }

  static NetlinkRequest addRule(Rule rule) {
    return rule("add rule ", RTM_NEWRULE, ADD, rule);
  }

  static NetlinkRequest deleteRule(Rule rule) {
    return rule("delete rule ", RTM_DELRULE, 0, rule);
  }

  private static NetlinkRequest rule(String verb, int type, int flags, Rule rule) {
    return NetlinkRequest.of(
        verb + rule.preference(),
        type,
        flags,
        message -> {
          message
              .u32(rule.ipv6() ? LinuxConstants.AF_INET6 : LinuxConstants.AF_INET)
              .u8(0)
              .u8(0)
              .u8(0)
              .u8(FR_ACT_TO_TBL)
              .u32(0);
          message.attributeU32(FRA_PRIORITY, rule.preference());
          if (rule.mask() != 0) {
            message.attributeU32(FRA_FWMARK, rule.mark()).attributeU32(FRA_FWMASK, rule.mask());
          }
          message.attributeU32(FRA_TABLE, rule.table());
        });
  }

  /** The kernel refuses a destination with host bits set. */
  private static byte[] network(IpPrefix prefix) {
    byte[] bytes = prefix.address().getAddress();
    int whole = prefix.length() / 8;
    if (whole < bytes.length) {
      bytes[whole] &= (byte) (0xff00 >> prefix.length() % 8);
      Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
    }
    return bytes;
  }
}
