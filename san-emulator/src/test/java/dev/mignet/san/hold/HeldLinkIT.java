package dev.mignet.san.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.linux.ArrivalTimes;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.MacAddress;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.net.Veth;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.san.Direction;
import dev.mignet.san.Goodput;
import dev.mignet.san.Impairments;
import dev.mignet.san.LinkProfile;
import dev.mignet.san.LinkShaper;
import dev.mignet.san.Probes;
import dev.mignet.san.Probes.Arrival;
import dev.mignet.san.Profiles;
import dev.mignet.san.Shaping;
import dev.mignet.san.WireDirection;
import dev.mignet.san.WireEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 *
 *
 * <pre>
 *   [ a ] eth0 10.9.1.1 ---- p1 [ switch: br0 ] p2 ---- 10.9.1.2 eth0 [ b ]
 *
 *   The loop holds packets in "a", "b" and "switch".
 * </pre>
 *
 * All times are as many times longer, and rates lower, as the machine asks for patience.
 */
@RequiresRoot
class HeldLinkIT {
  private static final InetAddress A = IpPrefix.address("10.9.1.1");
  private static final InetAddress B = IpPrefix.address("10.9.1.2");
  private static final String SHOWN = "net.bridge.bridge-nf-call-iptables";
  private static final Duration ZERO = Duration.ZERO;
  private static final Duration TEN = millis(10);

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  private @Nullable ArrivalTimes times;
  private @Nullable HoldLoop loop;
  private @Nullable Thread thread;

  @BeforeEach
  void connect() {
    NetworkNamespace bridge = scratch.namespace("switch");
    bridge.rtnetlink().addBridge("br0");
    plug("a", A, 1, bridge);
    plug("b", B, 2, bridge);
    bridge.rtnetlink().up("br0", "p1", "p2");
    Sysctls sysctls = new Sysctls(bridge);
    if (sysctls.has(SHOWN)) { // what holds packets loads br_netfilter where it is a module
      sysctls.set(SHOWN, "0"); // as labs have it
    }
    times = new ArrivalTimes();
  }

  private void plug(String name, InetAddress address, int number, NetworkNamespace bridge) {
    NetworkNamespace node = scratch.namespace(name);
    new Sysctls(node).set("net.ipv6.conf.all.disable_ipv6", "1"); // no packets but the test's own
    Veth.End end = new Veth.End("eth0", node.fd(), mac(number), 0, 0);
    bridge.rtnetlink().addVeth(new Veth(end, new Veth.End("p" + number, bridge)));
    bridge.rtnetlink().enslave("p" + number, "br0");
    node.rtnetlink().addAddress("eth0", new IpPrefix(address, 24));
    node.rtnetlink().up("eth0");
  }

  @AfterEach
  void stop() throws InterruptedException {
    HoldLoop running = loop;
    Thread runner = thread;
    if (running != null && runner != null) {
      running.stop();
      runner.join(5000);
      running.close();
    }
    if (times != null) {
      times.close();
    }
  }

  @Test
  void each_wire_on_the_way_adds_its_delay() throws IOException {
    impose(up("a", delay(TEN)), down("b", delay(millis(5))));
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(median(send("a", "b", 40)))
                    .isBetween(Patience.nanos(15), Patience.nanos(15.75)));
    assertThat(median(send("b", "a", 40))).isLessThan(Patience.nanos(5));
  }

  @Test
  void a_lone_packet_takes_its_time_on_each_wire_of_one_megabit() throws IOException {
    Impairments short1 = delay(millis(1));
    LinkProfile slow = Profiles.UNSHAPED.withRate(Patience.rate(1_000_000));
    impose(up("a", slow, short1), down("b", slow, short1));
    // 958 + 28 + 14 bytes are 8 ms, twice; and twice 1 ms
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(median(Probes.send(ns("a"), ns("b"), B, 20, 958, millis(12).toNanos())))
                    .isBetween(Patience.nanos(18), Patience.nanos(18.9)));
  }

  @Test
  void a_share_is_lost() throws IOException {
    impose(up("a", impairments(0.1, 0, 0, 0)));
    int came = send("a", "b", 3000).size();
    // four standard errors of 3000 draws: 66
    assertThat(came).isBetween(2700 - 66, 2700 + 66);
    assertThat(send("b", "a", 1000)).hasSize(1000);
  }

  @Test
  void a_share_comes_twice_over_the_switch_and_from_it() throws IOException {
    impose(up("a", impairments(0, 1, 0, 0)));
    assertThat(send("a", "b", 100)).hasSize(200);
    impose(down("b", impairments(0, 1, 0, 0)));
    assertThat(send("a", "b", 100)).hasSize(200);
    impose(down("b", impairments(0, 0.25, 0, 0)));
    assertThat(send("a", "b", 1000).size()).isBetween(1250 - 55, 1250 + 55);
  }

  @Test
  void a_share_overtakes_the_others() throws IOException {
    impose(down("b", new Impairments(TEN, ZERO, 0, 0, 0.25, 0)));
    List<Arrival> arrivals = send("a", "b", 400);
    assertThat(arrivals).hasSize(400);
    assertThat(arrivals.stream().filter(a -> a.nanos() < Patience.nanos(5)).count())
        .isBetween(60L, 140L);
    assertThat(arrivals).extracting(Arrival::number).isNotEqualTo(numbers(400));
  }

  @Test
  void jitter_spreads_the_delay() throws IOException {
    impose(down("b", new Impairments(TEN, TEN, 0, 0, 0, 0)));
    await().pollInSameThread().untilAsserted(() -> assertSpread(send("a", "b", 1000)));
  }

  private static void assertSpread(List<Arrival> arrivals) {
    assertThat(arrivals).hasSize(1000);
    for (int quarter = 0; quarter < 4; quarter++) {
      long from = (long) Patience.nanos(quarter * 5);
      long count =
          arrivals.stream()
              .filter(a -> a.nanos() >= from && a.nanos() < from + Patience.nanos(5))
              .count();
      assertThat(count).as("from %d ns", from).isBetween(160L, 340L);
    }
  }

  @Test
  void a_corrupt_packet_is_caught_by_a_checksum_and_tcp_goes_on() throws IOException {
    impose(down("b", impairments(0, 0, 0, 1)));
    assertThat(send("a", "b", 100)).isEmpty();
    impose(down("b", impairments(0, 0, 0, 0.02)));
    assertThat(Arrays.stream(Goodput.measure(ns("a"), ns("b"), B, 1)).max().orElseThrow())
        .isGreaterThan(1e6);
  }

  @Test
  void tcp_fills_a_long_wire() throws IOException {
    double rate = Patience.rate(100_000_000);
    LinkProfile ethernet = Profiles.ETHERNET_100.withRate((long) rate);
    Shaping shaping = Shaping.of(new Direction(ethernet, delay(TEN)));
    LinkShaper.apply(ns("a").rtnetlink(), "eth0", shaping);
    impose(up("a", ethernet, delay(TEN)), down("a", ethernet, delay(TEN)));
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(
                        Arrays.stream(Goodput.measure(ns("a"), ns("b"), B, 4)).max().orElseThrow())
                    .isBetween(0.85 * rate, 0.95 * rate));
  }

  @Test
  void what_is_imposed_no_more_leaves_no_trace_and_loses_no_packet() throws Exception {
    impose(up("a", delay(millis(200))));
    CompletableFuture<List<Arrival>> late = CompletableFuture.supplyAsync(() -> sendUnchecked(3));
    await().until(() -> waitingPackets() >= 3);
    assertThat(new Sysctls(ns("switch")).get(SHOWN)).isEqualTo("1");
    impose();
    assertThat(new Sysctls(ns("switch")).get(SHOWN)).isEqualTo("0");
    assertThat(late.join()).hasSize(3).allMatch(a -> a.nanos() > Patience.nanos(190));
    assertThat(median(send("a", "b", 20))).isLessThan(Patience.nanos(5));
    if (thread != null) {
      thread.join(5000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private List<Arrival> sendUnchecked(int count) {
    try {
      return send("a", "b", count);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long waitingPackets() {
    return loop == null ? 0 : loop.mailbox().ask(loop::waiting).join();
  }

  private void impose(WireDirection... wires) {
    HoldSettings settings = HoldSettings.of(List.of(wires));
    HoldLoop running = loop;
    if (running == null) {
      running = new HoldLoop();
      loop = running;
      running.apply(settings);
      thread = new Thread(running::run, "hold loop");
      thread.setDaemon(true);
      thread.start();
    } else {
      HoldLoop same = running;
      running
          .mailbox()
          .ask(
              () -> {
                same.apply(settings);
                return true;
              })
          .join();
    }
  }

  private WireDirection up(String node, Impairments impairments) {
    return up(node, Profiles.UNSHAPED, impairments);
  }

  private WireDirection up(String node, LinkProfile profile, Impairments impairments) {
    return new WireDirection(
        end(node), port(node), new Direction(profile, impairments), List.of(mac(1), mac(2)));
  }

  private WireDirection down(String node, Impairments impairments) {
    return down(node, Profiles.UNSHAPED, impairments);
  }

  private WireDirection down(String node, LinkProfile profile, Impairments impairments) {
    return new WireDirection(
        port(node),
        end(node),
        new Direction(profile, impairments),
        List.of(mac(node.equals("a") ? 1 : 2)));
  }

  private static MacAddress mac(int number) {
    return MacAddress.parse("02:17:00:00:00:0" + number);
  }

  private WireEnd end(String node) {
    return new WireEnd(ns(node).name(), "eth0", false);
  }

  private WireEnd port(String node) {
    return new WireEnd(ns("switch").name(), node.equals("a") ? "p1" : "p2", true);
  }

  private NetworkNamespace ns(String node) {
    return scratch.namespace(node);
  }

  private static Duration millis(long millis) {
    return Patience.of(Duration.ofMillis(millis));
  }

  private static Impairments delay(Duration delay) {
    return new Impairments(delay, ZERO, 0, 0, 0, 0);
  }

  private static Impairments impairments(
      double loss, double duplicate, double reorder, double corrupt) {
    return new Impairments(ZERO, ZERO, loss, duplicate, reorder, corrupt);
  }

  private List<Arrival> send(String from, String to, int count) throws IOException {
    return Probes.send(ns(from), ns(to), to.equals("a") ? A : B, count, 100, 20_000);
  }

  private static double median(List<Arrival> arrivals) {
    long[] sorted = arrivals.stream().mapToLong(Arrival::nanos).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
