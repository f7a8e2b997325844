package dev.mignet.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.NextHop;
import dev.mignet.nodes.net.Route;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.net.Veth;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.RequiresUsualSpeed;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A link never carries more than it should, and carries most of it: a machine whose timers are late
 * now and then, because another takes its processors, loses some. How exactly the rates are kept on
 * a machine of one's own, {@code scripts/bench links} measures.
 *
 * <pre>
 *   direct:  [ a ] eth0 10.9.1.1 ==== 10.9.1.2 eth0 [ b ]
 *
 *   routed:  [ a ] eth0 10.9.1.1 ==== p0 [ switch: br0 ] p1 ==== 10.9.1.2 eth0 [ router ] eth1 10.9.2.1 ==== 10.9.2.2 eth0 [ b ]
 *
 *   ==== shaped both ways
 * </pre>
 */
@RequiresRoot
@RequiresUsualSpeed
class ShapedLinkIT {
  /**
   * 1448 of 1538 bytes: MTU 1500 less 52 of headers with timestamps; 14 + 1500 + 24 on the wire.
   */
  private static final double ETHERNET_GOODPUT = 100e6 * 1448 / 1538;

  /** Of the rate: what the end of one window may owe to the queue of the window before. */
  private static final double MOST = 1.01;

  private static final double LEAST = 0.9;
  private static final InetAddress A = IpPrefix.address("10.9.1.1");
  private static final InetAddress B = IpPrefix.address("10.9.1.2");
  private static final InetAddress FAR = IpPrefix.address("10.9.2.2");

  private static final int WINDOWS = 5;

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @Test
  void tcp_over_ethernet_100_gets_94_15_megabit_both_ways() throws IOException {
    direct(Profiles.ETHERNET_100);
    expect(ETHERNET_GOODPUT, () -> rates("a", "b", B));
    expect(ETHERNET_GOODPUT, () -> rates("b", "a", A));
  }

  @Test
  void tcp_over_a_switch_and_a_router_gets_the_same() throws IOException {
    routed(Profiles.ETHERNET_100);
    expect(ETHERNET_GOODPUT, () -> rates("a", "b", FAR));
  }

  @Test
  void a_rate_and_an_mtu_of_ones_own_are_kept_to() throws IOException {
    direct(Profiles.ETHERNET_100.withRate(20_000_000).withMtu(576));
    expect(20e6 * (576 - 52) / (576 + 38), () -> rates("a", "b", B));
  }

  @Test
  void the_smallest_frames_take_84_bytes_each() throws IOException {
    direct(Profiles.ETHERNET_100.withRate(4_000_000));
    NetworkNamespace a = scratch.namespace("a");
    NetworkNamespace b = scratch.namespace("b");
    int packets = 6_000;
    long begin;
    double seconds;
    try (DatagramSocket receiver = b.call(() -> new DatagramSocket(9000, B));
        DatagramSocket sender = a.call(() -> new DatagramSocket())) {
      receiver.setSoTimeout(5000);
      DatagramPacket in = new DatagramPacket(new byte[8], 8);
      sender.send(new DatagramPacket(new byte[1], 1, B, 9000));
      receiver.receive(in);
      begin = System.nanoTime();
      for (int i = 0; i < packets; i++) { // the socket's send buffer waits for the bucket
        sender.send(new DatagramPacket(new byte[1], 1, B, 9000));
      }
      seconds = (System.nanoTime() - begin) / 1e9;
    }
    // less what still waits in the queue (at most the send buffer) and the first burst
    double expected = packets / (4e6 / 8 / 84);
    assertThat(seconds).isBetween(expected * 0.92, expected * 1.25);
  }

  @Test
  void tcp_over_myrinet_gets_most_of_1920_megabit_and_no_more() throws IOException {
    direct(Profiles.UNSHAPED.withMtu(9000));
    double machine = median(rates("a", "b", B));
    assumeTrue(
        machine > 4e9, () -> "this machine moves only %.0f Mb/s unshaped".formatted(machine / 1e6));
    shape(Profiles.MYRINET_PCI64B);
    expect(1.92e9, () -> rates("a", "b", B));
    shape(Profiles.UNSHAPED.withMtu(9000));
    assertThat(scratch.namespace("a").rtnetlink().qdisc("eth0").kind()).isNotEqualTo("tbf");
  }

  /** Measured again where the machine was busy with something else. */
  private static void expect(double goodput, Callable<double[]> measurement) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              double[] rates = measurement.call();
              assertThat(median(rates)).isLessThan(goodput * MOST);
              assertThat(rates[WINDOWS - 1]).isGreaterThan(goodput * LEAST);
            });
  }

  private static double median(double[] sorted) {
    return sorted[WINDOWS / 2];
  }

  /** Of each window, from the slowest to the fastest. */
  private double[] rates(String from, String to, InetAddress target) throws IOException {
    double[] rates =
        Goodput.measure(scratch.namespace(from), scratch.namespace(to), target, WINDOWS);
    Arrays.sort(rates);
    return rates;
  }

  private void direct(LinkProfile profile) {
    connect("a", "eth0", "b", "eth0", profile);
    address("a", "eth0", "10.9.1.1/24");
    address("b", "eth0", "10.9.1.2/24");
  }

  private void routed(LinkProfile profile) {
    connect("a", "eth0", "switch", "p0", profile);
    connect("router", "eth0", "switch", "p1", profile);
    connect("router", "eth1", "b", "eth0", profile);
    var bridge = scratch.namespace("switch").rtnetlink();
    bridge.addBridge("br0");
    bridge.enslave("p0", "br0");
    bridge.enslave("p1", "br0");
    bridge.up("br0", "p0", "p1");
    address("a", "eth0", "10.9.1.1/24");
    address("router", "eth0", "10.9.1.2/24");
    address("router", "eth1", "10.9.2.1/24");
    address("b", "eth0", "10.9.2.2/24");
    new Sysctls(scratch.namespace("router")).set("net.ipv4.ip_forward", "1");
    route("a", "10.9.1.2");
    route("b", "10.9.2.1");
  }

  private void route(String node, String via) {
    Route route = new Route(IpPrefix.DEFAULT_V4, NextHop.via(IpPrefix.address(via)));
    scratch.namespace(node).rtnetlink().addRoute(route);
  }

  private void connect(String first, String link, String second, String peer, LinkProfile profile) {
    NetworkNamespace one = scratch.namespace(first);
    NetworkNamespace two = scratch.namespace(second);
    one.rtnetlink()
        .addVeth(
            new Veth(
                new Veth.End(link, one.fd(), null, profile.mtu(), 0),
                new Veth.End(peer, two.fd(), null, profile.mtu(), 0)));
    LinkShaper.apply(one.rtnetlink(), link, Shaping.of(profile));
    LinkShaper.apply(two.rtnetlink(), peer, Shaping.of(profile));
  }

  private void shape(LinkProfile profile) {
    LinkShaper.apply(scratch.namespace("a").rtnetlink(), "eth0", Shaping.of(profile));
    LinkShaper.apply(scratch.namespace("b").rtnetlink(), "eth0", Shaping.of(profile));
  }

  private void address(String node, String link, String prefix) {
    scratch.namespace(node).rtnetlink().addAddress(link, IpPrefix.parse(prefix));
    scratch.namespace(node).rtnetlink().up(link);
  }
}
