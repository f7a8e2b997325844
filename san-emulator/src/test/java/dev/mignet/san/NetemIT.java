package dev.mignet.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.net.Veth;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.san.Probes.Arrival;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Skipped, saying so, where the kernel has no netem.
 *
 * <pre>
 *   [ a ] eth0 10.9.1.1 ---- 10.9.1.2 eth0 [ b ]
 * </pre>
 */
@RequiresRoot
class NetemIT {
  private static final InetAddress B = IpPrefix.address("10.9.1.2");
  private static final Duration TEN = Patience.of(Duration.ofMillis(10));
  private static final Duration ZERO = Duration.ZERO;

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @BeforeEach
  void connect() {
    NetworkNamespace a = scratch.namespace("a");
    NetworkNamespace b = scratch.namespace("b");
    a.rtnetlink().addVeth(new Veth(new Veth.End("eth0", a), new Veth.End("eth0", b)));
    a.rtnetlink().addAddress("eth0", IpPrefix.parse("10.9.1.1/24"));
    b.rtnetlink().addAddress("eth0", IpPrefix.parse("10.9.1.2/24"));
    for (NetworkNamespace node : List.of(a, b)) {
      new Sysctls(node).set("net.ipv6.conf.all.disable_ipv6", "1"); // no packets but the test's own
      node.rtnetlink().up("eth0");
    }
  }

  @Test
  void packets_are_delayed_and_shaped() throws IOException {
    LinkProfile ethernet = Profiles.ETHERNET_100.withRate(Patience.rate(100_000_000));
    impose(new Direction(ethernet, new Impairments(TEN, ZERO, 0, 0, 0, 0)));
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(median(send(50))).isBetween(Patience.nanos(10), Patience.nanos(10.75)));
    List<Arrival> flood = Probes.send(a(), scratch.namespace("b"), B, 60, 1472, 0);
    Arrival last = flood.get(flood.size() - 1);
    // the last of 60 waits for those before it, less the first burst
    assertThat(last.sent() + last.nanos() - flood.get(0).sent())
        .isGreaterThan((long) Patience.nanos(10 + 50 * 0.123));
  }

  @Test
  void a_lone_packet_takes_its_time_where_it_is_stored_and_forwarded() throws IOException {
    LinkProfile slow = Profiles.ETHERNET_100.withRate(Patience.rate(1_000_000));
    impose(new Direction(slow, new Impairments(TEN, ZERO, 0, 0, 0, 0, true)));
    long twelve = (long) Patience.nanos(12);
    // 934 + 28 + 14 + 24 bytes are 8 ms
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(median(Probes.send(a(), scratch.namespace("b"), B, 20, 934, twelve)))
                    .isBetween(Patience.nanos(18), Patience.nanos(19)));
  }

  @Test
  void shares_are_lost_and_doubled() throws IOException {
    impose(new Direction(Profiles.UNSHAPED, new Impairments(ZERO, ZERO, 0.1, 0, 0, 0)));
    assertThat(send(3000).size()).isBetween(2700 - 66, 2700 + 66);
    impose(new Direction(Profiles.UNSHAPED, new Impairments(ZERO, ZERO, 0, 0.25, 0, 0)));
    assertThat(send(1000).size()).isBetween(1250 - 55, 1250 + 55);
  }

  @Test
  void a_share_overtakes_the_others() throws IOException {
    impose(new Direction(Profiles.UNSHAPED, new Impairments(TEN, ZERO, 0, 0, 0.25, 0)));
    List<Arrival> arrivals = send(400);
    assertThat(arrivals).hasSize(400);
    assertThat(arrivals.stream().filter(a -> a.nanos() < Patience.nanos(5)).count())
        .isBetween(60L, 140L);
  }

  @Test
  void jitter_spreads_the_delay() throws IOException {
    impose(new Direction(Profiles.UNSHAPED, new Impairments(TEN, TEN, 0, 0, 0, 0)));
    await().pollInSameThread().untilAsserted(() -> assertSpread(send(1000)));
  }

  private static void assertSpread(List<Arrival> arrivals) {
    assertThat(arrivals).hasSize(1000);
    for (int quarter = 0; quarter < 4; quarter++) {
      double from = Patience.nanos(quarter * 5);
      double to = Patience.nanos(quarter * 5 + 5);
      assertThat(arrivals.stream().filter(a -> a.nanos() >= from && a.nanos() < to).count())
          .as("from %f ns", from)
          .isBetween(160L, 340L);
    }
  }

  @Test
  void a_corrupt_packet_is_caught_by_a_checksum() throws IOException {
    impose(new Direction(Profiles.UNSHAPED, new Impairments(ZERO, ZERO, 0, 0, 0, 1)));
    // 6 of 142 bytes are the sender's MAC, which nobody checks
    assertThat(send(100)).hasSizeLessThan(20);
  }

  @Test
  void what_is_imposed_no_more_is_gone() {
    impose(new Direction(Profiles.ETHERNET_100, new Impairments(TEN, ZERO, 0, 0, 0, 0)));
    assertThat(a().rtnetlink().qdisc("eth0").kind()).isEqualTo("netem");
    LinkShaper.apply(a().rtnetlink(), "eth0", Shaping.of(Profiles.ETHERNET_100));
    assertThat(a().rtnetlink().qdisc("eth0").kind()).isEqualTo("tbf");
  }

  private void impose(Direction direction) {
    WireEnd from = new WireEnd(a().name(), "eth0", false);
    WireEnd to = new WireEnd(scratch.namespace("b").name(), "eth0", false);
    WireDirection wire = new WireDirection(from, to, direction, List.of());
    LinkShaper.apply(a().rtnetlink(), "eth0", Shaping.of(direction));
    try {
      new NetemEngine().impose(List.of(wire), List.of(wire));
    } catch (KernelException e) {
      abort("this kernel has no netem: " + e.getMessage());
    }
  }

  private NetworkNamespace a() {
    return scratch.namespace("a");
  }

  private List<Arrival> send(int count) throws IOException {
    return Probes.send(a(), scratch.namespace("b"), B, count, 100, 20_000);
  }

  private static double median(List<Arrival> arrivals) {
    long[] sorted = arrivals.stream().mapToLong(Arrival::nanos).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
