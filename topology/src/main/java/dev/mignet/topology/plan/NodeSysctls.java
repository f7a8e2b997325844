package dev.mignet.topology.plan;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel parameters of a node: what its role needs, then what the file says. */
final class NodeSysctls {

  /** Source and destination address, protocol, source and destination port: 0x37. */
  private static final String HASH_FIELDS = "55";

  private final Map<String, Sysctl> sysctls = new LinkedHashMap<>();

  private NodeSysctls() {}

  /**
   * Of a node.
   *
   * @param interfaces all that it has
   */
  static List<Sysctl> of(Lab lab, Node node, List<Interface> interfaces) {
    boolean backEnd = lab.isBackEnd(node.name());
    List<GenericEndpoint> fronted =
        lab.endpoints().stream()
            .filter(e -> e.frontEnds().stream().anyMatch(f -> f.node().equals(node.name())))
            .toList();
    boolean severalWays =
        !backEnd && lab.endpoints().stream().anyMatch(e -> e.frontEnds().size() > 1);
    boolean mapsConnections = fronted.stream().anyMatch(e -> e.variant() == Variant.FRONT_END);
    NodeSysctls list = new NodeSysctls();
    // First, because the kernel resets other parameters with it; and always, because a namespace
    // inherits the machine's own value.
    list.set("net.ipv4.ip_forward", node.forwards() || backEnd ? "1" : "0");
    list.ipv6(node, interfaces, isOverIpv6(lab.endpointsOf(node.name())));
    if (node.forwards() || backEnd) {
      list.setOnEach(interfaces, "rp_filter", "0");
      list.setOnEach(interfaces, "send_redirects", "0");
    }
    if (!fronted.isEmpty() || severalWays) {
      list.distributeByAddressesAndPorts("net.ipv4");
      if (isOverIpv6(lab.endpoints())) {
        list.distributeByAddressesAndPorts("net.ipv6");
      }
    }
    if (mapsConnections) {
      list.trackFromTheMiddle();
    }
    if (backEnd) {
      list.setUpBackEnd();
    }
    node.sysctls().forEach(list::set);
    return new ArrayList<>(list.sysctls.values());
  }

  private static boolean isOverIpv6(List<GenericEndpoint> endpoints) {
    return GenericEndpoint.families(endpoints).contains(IpFamily.IPV6);
  }

  /**
   * Off where it is not used: it would make every node of a large lab talk to all others.
   *
   * @param backEnd whether the node is one of an endpoint over IPv6
   */
  private void ipv6(Node node, List<Interface> interfaces, boolean backEnd) {
    if (interfaces.stream().noneMatch(one -> one.address6().isPresent())) {
      for (String where : List.of("all", "default")) {
        setWherePresent("net.ipv6.conf." + where + ".disable_ipv6", "1");
      }
      return;
    }
    set("net.ipv6.conf.all.disable_ipv6", "0");
    set("net.ipv6.conf.default.disable_ipv6", "0");
    set("net.ipv6.conf.all.forwarding", node.forwards() || backEnd ? "1" : "0");
    if (backEnd) {
      // A flow's label is random for each socket: it would show that another one serves.
      set("net.ipv6.auto_flowlabels", "0");
    }
    set("net.ipv6.conf.all.keep_addr_on_down", "1"); // a link may go down and come back
    for (Interface one : interfaces) {
      String device = "net.ipv6.conf." + one.name().replace('.', '/');
      if (one.address6().isPresent()) {
        set(device + ".accept_dad", "0"); // no address is there twice, and asking takes a second
        set(device + ".accept_ra", "0");
      } else {
        set(device + ".disable_ipv6", "1");
      }
    }
  }

  /**
   * Policy 1 (layer 4) takes the hash that a packet has already, and one that comes by a veth has
   * that of the client's socket: another one after each retransmission timeout, by which the
   * connection would get to another server. Policy 3 (Linux 5.12) looks at the packet itself
   * (networking/ip-sysctl.rst).
   */
  private void distributeByAddressesAndPorts(String family) {
    setWherePresent(family + ".fib_multipath_hash_fields", HASH_FIELDS);
    String policy = family + ".fib_multipath_hash_policy";
    sysctls.put(policy, new Sysctl(policy, "3", false, "1"));
  }

  private void setUpBackEnd() {
    // The virtual address is on lo of every back-end: none may answer for it on the LAN.
    set("net.ipv4.conf.all.arp_ignore", "1");
    set("net.ipv4.conf.all.arp_announce", "2");
    set("net.ipv4.tcp_syncookies", "1"); // the imposed ISN comes in by the way of a cookie
    // A client must not see its window shrink, so that all back-ends offer the same one and keep
    // it: half of the buffer, 44 segments of 1460 bytes. The back-end that a connection lands on
    // rounds that down to segments less their timestamps, the one that it moves to to whole ones:
    // with as many the latter gets no less, over IPv4 (1448 and 1460) and over IPv6 (1428 and
    // 1440).
    set("net.ipv4.tcp_rmem", "4096 128480 6291456");
    set("net.ipv4.tcp_moderate_rcvbuf", "0");
    trackFromTheMiddle();
  }

  /** A node sees one direction only of a connection that moved, or from the middle. */
  private void trackFromTheMiddle() {
    set("net.netfilter.nf_conntrack_tcp_be_liberal", "1");
    set("net.netfilter.nf_conntrack_tcp_loose", "1");
  }

  private void setOnEach(List<Interface> interfaces, String parameter, String value) {
    set("net.ipv4.conf.all." + parameter, value);
    set("net.ipv4.conf.default." + parameter, value);
    set("net.ipv4.conf.lo." + parameter, value); // has that of "default" only where it is new
    for (Interface one : interfaces) {
      String device = one.name().replace('.', '/');
      set("net.ipv4.conf." + device + '.' + parameter, value);
    }
  }

  private void set(String key, String value) {
    sysctls.put(key, new Sysctl(key, value, false));
  }

  private void setWherePresent(String key, String value) {
    sysctls.put(key, new Sysctl(key, value, true));
  }
}
