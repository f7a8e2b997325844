package dev.mignet.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.testing.Topologies;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoutingTest {

  private static List<String> routes(Lab lab, String node) {
    return routes(lab, node, IpFamily.IPV4);
  }

  private static List<String> routes(Lab lab, String node, IpFamily family) {
    return new Routing(lab, family)
        .routesOf(node).stream()
            .map(
                route ->
                    route.destination()
                        + " via "
                        + route.hops().stream()
                            .map(hop -> IpPrefix.text(hop.via()) + ' ' + hop.interfaceName())
                            .collect(Collectors.joining(" or ")))
            .toList();
  }

  @Test
  void a_client_reaches_everything_but_the_san_through_the_front_end() {
    assertThat(routes(Topologies.example("three-back-ends"), "client"))
        .containsExactly("10.9.2.0/24 via 10.9.1.2 eth0", "10.9.100.1/32 via 10.9.1.2 eth0");
  }

  @Test
  void ipv6_goes_only_where_every_wire_of_the_way_has_it() {
    // a --- r --- b      and by two wires without IPv6: a --- s --- b, r --- c
    Lab lab =
        Topologies.read(
            """
            name: t
            nodes: { a: , b: , c: , r: { forward: true }, s: { forward: true } }
            links:
              - { endpoints: ["a:e1", "r:e1"], subnet6: auto }
              - { endpoints: ["r:e2", "b:e2"], subnet6: "fd00:7::/64" }
              - { endpoints: ["a:e3", "s:e3"] }
              - { endpoints: ["s:e4", "b:e4"] }
              - { endpoints: ["r:e5", "c:e5"] }
            """);

    assertThat(routes(lab, "a", IpFamily.IPV6)).containsExactly("fd00:7::/64 via fd00:9:1::2 e1");
    assertThat(routes(lab, "b", IpFamily.IPV6)).containsExactly("fd00:9:1::/64 via fd00:7::1 e2");
    assertThat(routes(lab, "c", IpFamily.IPV6)).isEmpty();
    assertThat(routes(lab, "s", IpFamily.IPV6)).isEmpty();
  }

  @Test
  void a_front_end_spreads_the_virtual_address_over_the_back_ends_named_in_to() {
    assertThat(routes(Topologies.example("three-back-ends"), "front"))
        .containsExactly("10.9.100.1/32 via 10.9.2.2 eth1 or 10.9.2.3 eth1");
  }

  @Test
  void a_front_end_with_one_back_end_has_a_single_way() {
    assertThat(routes(Topologies.example("two-back-ends"), "front"))
        .containsExactly("10.9.100.1/32 via 10.9.2.2 eth1");
  }

  @Test
  void a_client_takes_the_nearest_of_several_front_ends_and_all_that_are_equally_near() {
    //   near ---x---+--- f ---+
    //               +--- g ---+--- a
    //   beside ----------+
    Lab lab =
        Topologies.read(
            """
            name: t
            kinds: { router: { forward: true } }
            nodes: { near: , beside: , f: { kind: router }, g: { kind: router }, a: }
            links: [{ endpoints: ["beside:e", "g:s"] }]
            networks:
              x: { members: ["near:e", "f:c", "g:c"] }
              lan: { members: ["f:e", "g:e", "a:e"] }
              san: { members: ["a:s"] }
            endpoints:
              web: { address: 10.9.100.1, port: 80, back-ends: [a], san: san,
                     front-end: [{ node: f }, { node: g }] }
            """);

    assertThat(routes(lab, "near")).contains("10.9.100.1/32 via 10.9.2.2 e or 10.9.2.3 e");
    assertThat(routes(lab, "beside")).contains("10.9.100.1/32 via 10.9.1.2 e");
    assertThat(routes(lab, "f")).contains("10.9.100.1/32 via 10.9.3.3 e");
    assertThat(routes(lab, "g")).contains("10.9.100.1/32 via 10.9.3.3 e");
  }

  @Test
  void a_back_end_reaches_the_client_by_the_lan_and_keeps_its_own_virtual_address() {
    assertThat(routes(Topologies.example("three-back-ends"), "c"))
        .containsExactly("10.9.1.0/24 via 10.9.2.1 eth0");
  }

  @Test
  void a_way_goes_by_the_fewest_segments_and_never_through_a_node_that_does_not_forward() {
    // a --x-- r1 --y-- r2 --z-- b, and a shorter way through h, which does not forward
    Lab lab =
        Topologies.read(
            """
            name: t
            kinds: { router: { forward: true } }
            nodes: { a: , h: , r1: { kind: router }, r2: { kind: router }, b: }
            links:
              - endpoints: ["a:x", "r1:x"]
              - endpoints: ["r1:y", "r2:y"]
              - endpoints: ["r2:z", "b:z"]
              - endpoints: ["a:h", "h:a"]
              - endpoints: ["h:b", "b:h"]
            """);

    assertThat(routes(lab, "a"))
        .containsExactly("10.9.2.0/24 via 10.9.1.2 x", "10.9.3.0/24 via 10.9.1.2 x");
    assertThat(routes(lab, "r2")).containsExactly("10.9.1.0/24 via 10.9.2.1 y");
    assertThat(routes(lab, "h")).isEmpty();
  }

  @Test
  void the_san_is_used_where_there_is_no_other_way() {
    Lab lab =
        Topologies.read(
            """
            name: t
            nodes: { client: , front: { forward: true }, a: , b: }
            links: [{ endpoints: ["client:e", "front:c"] }]
            networks: { lan: { members: ["front:e", "a:e", "b:e"] } }
            endpoints:
              web: { address: 10.9.100.1, port: 80, back-ends: [a, b], san: lan,
                     front-end: { node: front } }
            """);

    assertThat(routes(lab, "a")).containsExactly("10.9.1.0/24 via 10.9.2.1 e");
    assertThat(routes(lab, "front")).containsExactly("10.9.100.1/32 via 10.9.2.2 e or 10.9.2.3 e");
  }

  @Test
  void without_a_front_end_the_first_back_end_gets_the_virtual_address() {
    Lab lab =
        Topologies.read(
            """
            name: t
            nodes: { client: , a: , b: }
            networks:
              lan: { members: ["client:e", "a:e", "b:e"] }
              san: { members: ["a:s", "b:s"] }
            endpoints: { web: { address: 10.9.100.1, port: 80, back-ends: [a, b], san: san } }
            """);

    assertThat(routes(lab, "client")).containsExactly("10.9.100.1/32 via 10.9.1.2 e");
  }

  @Test
  void a_router_between_client_and_front_end_knows_the_virtual_address() {
    Lab lab =
        Topologies.read(
            """
            name: t
            kinds: { router: { forward: true } }
            nodes: { client: , r: { kind: router }, front: { kind: router }, a: }
            links:
              - endpoints: ["client:e", "r:c"]
              - endpoints: ["r:f", "front:r"]
            networks: { lan: { members: ["front:e", "a:e"] }, san: { members: ["a:s"] } }
            endpoints:
              web: { address: 10.9.100.1, port: 80, back-ends: [a], san: san,
                     front-end: { node: front } }
            """);

    assertThat(routes(lab, "r"))
        .containsExactly("10.9.3.0/24 via 10.9.2.2 f", "10.9.100.1/32 via 10.9.2.2 f");
    assertThat(routes(lab, "client")).contains("10.9.100.1/32 via 10.9.1.2 e");
  }

  @Test
  void an_endpoint_over_ipv6_has_routes_of_its_family_to_each_back_end() {
    Lab lab =
        Topologies.read(
            """
            name: t
            defaults: { subnet6: auto }
            nodes: { client: , front: { forward: true }, a: , b: }
            links:
              - endpoints: ["client:e", "front:c"]
            networks:
              lan: { members: ["front:e", "a:e", "b:e"] }
              san: { members: ["a:s", "b:s"] }
            endpoints:
              web: { address: "fd00:9:100::1", port: 80, back-ends: [a, b], san: san,
                     front-end: { node: front } }
            """);

    assertThat(routes(lab, "front", IpFamily.IPV6))
        .contains("fd00:9:100::1/128 via fd00:9:2::2 e or fd00:9:2::3 e");
    assertThat(routes(lab, "client", IpFamily.IPV6))
        .contains("fd00:9:100::1/128 via fd00:9:1::2 e");
    assertThat(routes(lab, "client")).noneMatch(route -> route.contains("100"));
  }
}
