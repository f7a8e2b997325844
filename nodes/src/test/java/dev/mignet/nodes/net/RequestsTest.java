package dev.mignet.nodes.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.linux.NetlinkRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Requests against the bytes that ip(8) and tc(8) send for the same (recorded with strace),
 * sequence number left out. Where Mignet's differ on purpose, the test says so.
 */
class RequestsTest {
  private static final String NO_SEQUENCE = "00000000" + "00000000";

  @Test
  void a_veth_carries_names_macs_mtus_and_namespaces_of_both_ends() {
    Veth.End first = new Veth.End("v0", 7, MacAddress.parse("02:00:00:00:00:01"), 9000, 1);
    Veth.End second = new Veth.End("v1", 8, MacAddress.parse("02:00:00:00:00:02"), 9000, 0);
    String zeros = "00".repeat(16);
    String end0 =
        "0700030076300000"
            + "08001c0007000000"
            + "0a000100020000000001"
            + "0000"
            + "0800040028230000"
            + "0800280001000000";
    String end1 =
        "0700030076310000"
            + "08001c0008000000"
            + "0a000100020000000002"
            + "0000"
            + "0800040028230000";
    assertThat(LinkRequests.addVeth(new Veth(first, second), 0).hex())
        .isEqualTo(
            "98000000"
                + "1000"
                + "0506"
                + NO_SEQUENCE
                + zeros
                + end0
                + "4c001200"
                + "0900010076657468"
                + "00000000"
                + "3c000200"
                + "38000100"
                + zeros
                + end1);
  }

  @Test
  void a_bridge_is_what_ip_link_add_sends() {
    // but for the length of the kind, 0b: ip leaves the terminating NUL out
    same(
        LinkRequests.addBridge("br0"),
        "38000000100005062f95036b00000000000000000000000000000000000000000800030062723000100012000b0001006272696467650000");
  }

  @Test
  void a_link_is_set_up_by_name() {
    // ip looks the index up first (3 in the recording); by name saves the round trip
    assertThat(LinkRequests.up("d1").hex())
        .isEqualTo(
            "28000000"
                + "1000"
                + "0500"
                + NO_SEQUENCE
                + "00000000"
                + "00000000"
                + "01000000"
                + "01000000"
                + "0700030064310000");
  }

  @Test
  void a_link_is_set_down_by_clearing_the_flag_that_sets_it_up() {
    String up = LinkRequests.up("d1").hex();

    assertThat(LinkRequests.down("d1").hex())
        .isEqualTo(up.replace("01000000" + "01000000", "00000000" + "01000000"));
  }

  @Test
  void an_address_is_what_ip_addr_add_sends() {
    same(
        RouteRequests.addAddress("d1", 3, IpPrefix.parse("10.9.2.12/24")),
        "28000000140005062f95036b000000000218000003000000080002000a09020c080001000a09020c");
  }

  @Test
  void a_host_route_has_the_attributes_of_ip_route_add() {
    // the table as an attribute (any number), ip puts a small one into the header; protocol static,
    // ip says boot
    Route route =
        new Route(IpPrefix.parse("10.9.100.1"), NextHop.via(IpPrefix.address("10.9.2.12")));
    assertThat(add(route))
        .isEqualTo(
            "34000000"
                + "1800"
                + "0506"
                + NO_SEQUENCE
                + "02200000"
                + "0004000100000000"
                + "08000f00fe000000"
                + "080001000a096401"
                + "080005000a09020c");
  }

  @Test
  void several_next_hops_are_the_multipath_of_ip_route_add() {
    NextHop one = NextHop.via(IpPrefix.address("10.9.2.12"));
    NextHop two = new NextHop(IpPrefix.address("10.9.2.13"), null, 3);
    Route route = new Route(IpPrefix.parse("10.9.101.0/24"), one, two);
    assertThat(add(route))
        .endsWith(
            "080001000a096500"
                + "240009001000000000000000080005000a09020c1000000200000000080005000a09020d");
  }

  @Test
  void a_default_route_over_a_device_has_link_scope_and_no_destination() {
    Route route = new Route(IpPrefix.DEFAULT_V4, List.of(NextHop.onLink("d1")), 103);
    assertThat(add(route))
        .isEqualTo(
            "2c000000"
                + "1800"
                + "0506"
                + NO_SEQUENCE
                + "02000000"
                + "0004fd0100000000"
                + "08000f0067000000"
                + "0800040003000000");
  }

  @Test
  void the_host_bits_of_a_destination_are_cleared() {
    Route route = new Route(IpPrefix.parse("10.9.103.77/20"), NextHop.onLink("d1"));
    assertThat(add(route)).contains("080001000a096000");
  }

  @Test
  void a_rule_compares_the_mark_under_its_mask() {
    Rule rule = new Rule(false, 20, 3, 15, 103);
    assertThat(RouteRequests.addRule(rule).hex())
        .isEqualTo(
            "3c000000"
                + "2000"
                + "0506"
                + NO_SEQUENCE
                + "020000000000000100000000"
                + "0800060014000000"
                + "08000a0003000000"
                + "080010000f000000"
                + "08000f0067000000");
  }

  @Test
  void the_kernels_first_rule_is_told_by_preference_and_table() {
    assertThat(RouteRequests.deleteRule(Rule.localFirst(false)).hex())
        .isEqualTo(
            "2c000000"
                + "2100"
                + "0500"
                + NO_SEQUENCE
                + "020000000000000100000000"
                + "0800060000000000"
                + "08000f00ff000000");
  }

  @Test
  void a_token_bucket_needs_no_rate_table_and_counts_the_overhead_itself() {
    Tbf tbf = new Tbf(12_500_000, 4700, 153_800, 24, 84);
    assertThat(QdiscRequests.replaceTbf("d1", 3, tbf).hex())
        .isEqualTo(
            "60000000"
                + "2400"
                + "0505"
                + NO_SEQUENCE
                + "00000000"
                + "03000000"
                + "00000000"
                + "ffffffff"
                + "00000000"
                + "0800010074626600"
                + "34000200"
                + "28000100"
                + "0001180000005400"
                + "20bcbe00"
                + "00".repeat(12)
                + "c8580200"
                + "00".repeat(8)
                + "080006005c120000");
  }

  @Test
  void a_rate_beyond_32_bits_goes_into_its_own_attribute() {
    Tbf tbf = new Tbf(12_500_000_000L, 1 << 20, 1 << 24, 0, 0);
    assertThat(QdiscRequests.replaceTbf("d1", 3, tbf).hex())
        .contains("0001000000000000" + "ffffffff")
        .contains("0c000400" + "00dd0ee902000000");
  }

  @Test
  void netem_is_a_structure_with_attributes_behind_it() {
    Netem netem = new Netem(10_000_000, 1_000_000, 0.5, 0.25, 1, 0.125, 0x1122334455667788L);
    assertThat(QdiscRequests.replaceNetem("d1", 3, netem).hex())
        .isEqualTo(
            "88000000"
                + "2400"
                + "0505"
                + NO_SEQUENCE
                + "00000000"
                + "03000000"
                + "00000100" // handle 1:
                + "ffffffff" // at the root
                + "00000000"
                + "0a0001006e6574656d000000"
                + "58000200"
                + "00000000" // latency: see the attribute
                + "a0860100" // 100,000 packets
                + "00000080" // half are lost
                + "01000000" // a gap of 1: a share is reordered
                + "00000040" // a quarter is doubled
                + "00000000"
                + "0c000a00"
                + "8096980000000000"
                + "0c000b00"
                + "40420f0000000000"
                + "0c000300"
                + "ffffffff00000000"
                + "0c000400"
                + "0000002000000000"
                + "0c000e00"
                + "8877665544332211");
  }

  @Test
  void a_netem_with_a_rate_tells_it_in_bytes_with_the_overhead() {
    Netem netem = new Netem(0, 0, 0, 0, 0, 0, 1, 125_000, 24);
    assertThat(QdiscRequests.replaceNetem("d1", 3, netem).hex())
        .contains("14000600" + "48e80100" + "18000000" + "00000000" + "00000000");
  }

  @Test
  void a_bucket_below_netem_has_its_class_for_parent() {
    Tbf tbf = new Tbf(12_500_000, 4700, 153_800, 24, 84);
    assertThat(QdiscRequests.tbfBelowNetem("d1", 3, tbf).hex())
        .contains("03000000" + "00000000" + "01000100" + "00000000");
  }

  private static String add(Route route) {
    return RouteRequests.addRoute(route, device -> 3).hex();
  }

  /** Compares all but the sequence number. */
  private static void same(NetlinkRequest request, String recorded) {
    assertThat(request.hex().substring(0, 16)).isEqualTo(recorded.substring(0, 16));
    assertThat(request.hex().substring(32)).isEqualTo(recorded.substring(32));
  }
}
