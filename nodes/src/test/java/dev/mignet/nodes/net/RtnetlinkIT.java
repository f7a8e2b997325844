package dev.mignet.nodes.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 *
 *
 * <pre>
 *   [ a ] eth0 10.9.1.1 ---- 10.9.1.2 eth0 [ router ] eth1 10.9.2.1 ---- b0 [ switch: br0 ] b1 ---- 10.9.2.2 eth0 [ b ]
 * </pre>
 */
@RequiresRoot
class RtnetlinkIT {
  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @Test
  void a_veth_appears_in_both_namespaces_as_it_was_asked_for() {
    NetworkNamespace a = scratch.namespace("a");
    NetworkNamespace b = scratch.namespace("b");
    MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
    MacAddress peerMac = MacAddress.parse("02:00:00:00:00:02");
    a.rtnetlink()
        .addVeth(
            new Veth(
                new Veth.End("eth0", a.fd(), mac, 9000, 1),
                new Veth.End("san0", b.fd(), peerMac, 9000, 7)));

    Link first = a.rtnetlink().link("eth0");
    assertThat(first.mac()).isEqualTo(mac);
    assertThat(first.mtu()).isEqualTo(9000);
    assertThat(first.kind()).isEqualTo("veth");
    assertThat(first.gsoMaxSegments()).isEqualTo(1);
    assertThat(first.up()).isFalse();
    assertThat(a.rtnetlink().qdisc("eth0").kind()).isEqualTo("noop");
    Link second = b.rtnetlink().link("san0");
    assertThat(second.mac()).isEqualTo(peerMac);
    assertThat(second.mtu()).isEqualTo(9000);
    assertThat(second.gsoMaxSegments()).isEqualTo(7);

    a.rtnetlink().gso("eth0", 65535, 65536);
    assertThat(a.rtnetlink().link("eth0").gsoMaxSegments()).isEqualTo(65535);
    a.rtnetlink().delete("eth0");
    assertThat(b.rtnetlink().find("san0")).isEmpty();
  }

  @Test
  void an_error_is_in_the_kernels_words() {
    Rtnetlink a = scratch.namespace("a").rtnetlink();
    a.addBridge("br0");
    assertThatThrownBy(() -> a.addBridge("br0"))
        .isInstanceOf(KernelException.class)
        .hasMessage("add bridge br0: EEXIST (17): File exists");
    assertThatThrownBy(() -> a.up("lo", "nothing", "br0"))
        .hasMessage("set up nothing: ENODEV (19): No such device");
    assertThat(a.link("br0").up())
        .isTrue(); // what follows a failure in a batch is done all the same
  }

  @Test
  void packets_cross_a_router_and_a_bridge() throws IOException {
    build();
    NetworkNamespace b = scratch.namespace("b");
    NetworkNamespace a = scratch.namespace("a");
    try (DatagramSocket receiver = b.call(() -> new DatagramSocket(9000));
        DatagramSocket sender = a.call(() -> new DatagramSocket())) {
      receiver.setSoTimeout((int) Patience.of(Duration.ofSeconds(5)).toMillis());
      byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
      InetAddress target = IpPrefix.address("10.9.2.2");
      sender.send(new DatagramPacket(text, text.length, new InetSocketAddress(target, 9000)));
      DatagramPacket packet = new DatagramPacket(new byte[16], 16);
      receiver.receive(packet);
      assertThat(packet.getLength()).isEqualTo(5);
      assertThat(packet.getAddress().getHostAddress()).isEqualTo("10.9.1.1");
    }
    assertThat(b.rtnetlink().link("eth0").statistics().receivedPackets()).isPositive();
    assertThat(scratch.namespace("switch").rtnetlink().link("b0").master())
        .isEqualTo(scratch.namespace("switch").rtnetlink().link("br0").index());
  }

  @Test
  void routes_can_be_shared_replaced_and_deleted() {
    build();
    Rtnetlink b = scratch.namespace("b").rtnetlink();
    IpPrefix vip = IpPrefix.parse("10.9.100.1/32");
    NextHop one = NextHop.via(IpPrefix.address("10.9.2.1"));
    NextHop two = new NextHop(IpPrefix.address("10.9.2.3"), "eth0", 3);
    b.addRoute(new Route(vip, one, two));
    assertThatThrownBy(() -> b.addRoute(new Route(vip, one))).hasMessageContaining("EEXIST");
    b.replaceRoute(new Route(vip, one));
    b.deleteRoute(new Route(vip, one));
    assertThatThrownBy(() -> b.deleteRoute(new Route(vip, one))).hasMessageContaining("ESRCH");
    assertThatThrownBy(() -> b.addRoute(new Route(vip, NextHop.via(IpPrefix.address("192.0.2.1")))))
        .hasMessageStartingWith("add route to 10.9.100.1/32: ENETUNREACH")
        .hasMessageContaining("[Nexthop has invalid gateway");
  }

  @Test
  void the_local_table_can_be_moved_behind_rules_by_mark() throws IOException {
    build();
    NetworkNamespace b = scratch.namespace("b");
    Rtnetlink routes = b.rtnetlink();
    routes.addRoute(new Route(IpPrefix.DEFAULT_V4, List.of(NextHop.onLink("eth0")), 103));
    routes.addRule(new Rule(false, 5, 3, 15, 103));
    routes.addRule(new Rule(false, 10, 0, 0, Route.LOCAL));
    routes.deleteRule(Rule.localFirst(false));
    assertThatThrownBy(() -> routes.addRule(new Rule(false, 5, 3, 15, 103)))
        .hasMessageContaining("add rule 5: EEXIST");
    try (DatagramSocket bound = b.call(() -> new DatagramSocket(0, IpPrefix.address("10.9.2.2")))) {
      assertThat(bound.isBound()).isTrue(); // local addresses are still found, at preference 10
    }
    routes.deleteRule(new Rule(false, 5, 3, 15, 103));
  }

  @Test
  void an_ipv6_address_is_usable_at_once() throws IOException {
    NetworkNamespace a = scratch.namespace("a");
    a.rtnetlink().addAddress("lo", IpPrefix.parse("fd00:9::1/64"));
    try (DatagramSocket bound =
        a.call(() -> new DatagramSocket(0, IpPrefix.address("fd00:9::1")))) {
      assertThat(bound.isBound()).isTrue();
    }
  }

  @Test
  void a_token_bucket_is_set_replaced_counted_and_removed() throws IOException {
    build();
    NetworkNamespace a = scratch.namespace("a");
    Rtnetlink links = a.rtnetlink();
    assertThat(links.qdisc("eth0").kind()).isEqualTo("noqueue");
    links.shape("eth0", new Tbf(12_500_000, 4700, 153_800, 24, 84));
    links.shape(
        "eth0", new Tbf(1000, 1600, 3000, 24, 84)); // two frames of 1500 wait, more are dropped
    try (DatagramSocket sender = a.call(() -> new DatagramSocket())) {
      byte[] bytes = new byte[1400];
      for (int i = 0; i < 10; i++) {
        sender.send(new DatagramPacket(bytes, bytes.length, IpPrefix.address("10.9.1.2"), 9));
      }
    }
    QdiscStatistics statistics = links.qdisc("eth0");
    assertThat(statistics.kind()).isEqualTo("tbf");
    assertThat(statistics.drops()).isPositive();
    assertThat(statistics.backlogPackets()).isEqualTo(2);
    assertThat(statistics.backlogBytes()).isEqualTo(2 * 1442);
    links.unshape("eth0");
    assertThat(links.qdisc("eth0").kind()).isEqualTo("noqueue");
  }

  private void build() {
    NetworkNamespace a = scratch.namespace("a");
    NetworkNamespace router = scratch.namespace("router");
    NetworkNamespace bridge = scratch.namespace("switch");
    NetworkNamespace b = scratch.namespace("b");
    a.rtnetlink().addVeth(new Veth(new Veth.End("eth0", a), new Veth.End("eth0", router)));
    router.rtnetlink().addVeth(new Veth(new Veth.End("eth1", router), new Veth.End("b0", bridge)));
    b.rtnetlink().addVeth(new Veth(new Veth.End("eth0", b), new Veth.End("b1", bridge)));

    bridge.rtnetlink().addBridge("br0");
    bridge.rtnetlink().enslave("b0", "br0");
    bridge.rtnetlink().enslave("b1", "br0");
    bridge.rtnetlink().up("br0", "b0", "b1");
    a.rtnetlink().addAddress("eth0", IpPrefix.parse("10.9.1.1/24"));
    router.rtnetlink().addAddress("eth0", IpPrefix.parse("10.9.1.2/24"));
    router.rtnetlink().addAddress("eth1", IpPrefix.parse("10.9.2.1/24"));
    b.rtnetlink().addAddress("eth0", IpPrefix.parse("10.9.2.2/24"));
    a.rtnetlink().up("eth0");
    router.rtnetlink().up("eth0", "eth1");
    b.rtnetlink().up("eth0");
    new Sysctls(router).set("net.ipv4.ip_forward", "1");
    a.rtnetlink()
        .addRoute(
            new Route(IpPrefix.parse("10.9.2.0/24"), NextHop.via(IpPrefix.address("10.9.1.2"))));
    b.rtnetlink()
        .addRoute(new Route(IpPrefix.DEFAULT_V4, NextHop.via(IpPrefix.address("10.9.2.1"))));
  }
}
