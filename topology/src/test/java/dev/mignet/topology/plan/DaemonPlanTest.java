package dev.mignet.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.FrontEnd;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.San;
import dev.mignet.tcpmig.settings.UrlRule;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.testing.Topologies;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaemonPlanTest {

  @Test
  void a_daemon_is_told_its_number_its_peers_and_where_requests_go() {
    DaemonSettings settings =
        DaemonPlan.settings(
            Topologies.example("three-back-ends"),
            "b",
            new DaemonPlan.Paths(
                "/run/x/daemon.sock", "/run/x/events.jsonl", "/run/x/journal", "/run/x/san.key"));

    assertThat(settings)
        .isEqualTo(
            new DaemonSettings(
                "three-back-ends",
                "b",
                2,
                List.of(new Endpoint("web", "10.9.100.1", 80)),
                Protocol.HTTP,
                Variant.BACK_END,
                List.of(),
                new San(
                    "san0",
                    "10.9.3.2",
                    7777,
                    "/run/x/san.key",
                    List.of(
                        new Peer(1, "a", "10.9.3.1"),
                        new Peer(2, "b", "10.9.3.2"),
                        new Peer(3, "c", "10.9.3.3"))),
                "/run/x/daemon.sock",
                "/run/x/events.jsonl",
                "/run/x/journal",
                32 << 20,
                Integer.MAX_VALUE,
                900_000,
                List.of(new UrlRule("/class0/", 3), new UrlRule("/class1/", 3)),
                null,
                Mechanism.AUTO));
  }

  @Test
  void a_daemon_of_an_endpoint_over_ipv6_is_told_its_peers_addresses_of_both_families() {
    Lab lab =
        Topologies.read(
            """
            name: t
            nodes: { a: , b: }
            networks: { san: { members: ["a:s", "b:s"], subnet6: auto } }
            endpoints:
              web: { address: "fd00:9:100::1", port: 80, back-ends: [a, b], san: san }
              web4: { address: 10.9.100.1, port: 80, back-ends: [a, b], san: san }
            """);

    DaemonSettings settings = DaemonPlan.settings(lab, "a", DaemonPlan.Paths.NOWHERE);

    assertThat(settings.families()).containsExactly(IpFamily.IPV4, IpFamily.IPV6);
    assertThat(settings.endpoints())
        .containsExactly(
            new Endpoint("web", "fd00:9:100::1", 80), new Endpoint("web4", "10.9.100.1", 80));
    assertThat(settings.san().peers())
        .containsExactly(
            new Peer(1, "a", "10.9.1.1", "fd00:9:1::1"),
            new Peer(2, "b", "10.9.1.2", "fd00:9:1::2"));
  }

  @Test
  void where_there_are_several_front_ends_a_daemon_knows_them_by_their_addresses_on_the_lan() {
    Lab lab = Topologies.example("two-front-ends");
    DaemonSettings settings = DaemonPlan.settings(lab, "b", DaemonPlan.Paths.NOWHERE);

    assertThat(settings.variant()).isEqualTo(Variant.FRONT_END);
    assertThat(settings.frontEnds())
        .containsExactly(
            new FrontEnd(1, "front1", "eth0", "10.9.2.1", mac(lab, "front1")),
            new FrontEnd(2, "front2", "eth0", "10.9.2.2", mac(lab, "front2")));
  }

  private static String mac(Lab lab, String node) {
    return lab.segment("lan").members().stream()
        .filter(member -> member.node().equals(node))
        .findFirst()
        .orElseThrow()
        .mac();
  }
}
