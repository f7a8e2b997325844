package dev.mignet.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.San;
import dev.mignet.tcpmig.settings.UrlRule;
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
                List.of(new UrlRule("/class0/", 3), new UrlRule("/class1/", 3)),
                Mechanism.AUTO));
  }
}
