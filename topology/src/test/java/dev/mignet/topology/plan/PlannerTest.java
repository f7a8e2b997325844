package dev.mignet.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.testing.Topologies;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final Plan PLAN =
      Planner.plan(Topologies.example("three-back-ends"), Actual.NOTHING);

  private static Step step(String name) {
    return step(PLAN, name);
  }

  private static Step step(Plan plan, String name) {
    return plan.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static Map<String, String> sysctls(String node) {
    return sysctls(PLAN, node);
  }

  private static Map<String, String> sysctls(Plan plan, String node) {
    Action.SetSysctls action = (Action.SetSysctls) step(plan, "set sysctls of " + node).action();
    return action.sysctls().stream().collect(Collectors.toMap(Sysctl::key, Sysctl::value));
  }

  @Test
  void every_step_has_a_name_of_its_own_a_reason_and_stands_behind_those_it_waits_for() {
    Set<String> before = new HashSet<>();
    for (Step step : PLAN.steps()) {
      assertThat(step.reason()).isNotBlank();
      assertThat(before).as(step.name()).containsAll(step.after());
      assertThat(before.add(step.name())).as(step.name() + " is there once").isTrue();
    }
  }

  @Test
  void a_node_comes_up_in_the_order_namespace_wires_sysctls_addresses_routes_processes() {
    assertThat(PLAN.steps())
        .extracting(Step::name)
        .containsSubsequence(
            "create node a",
            "connect a:eth0",
            "shape a:eth0",
            "set sysctls of a",
            "assign addresses of a",
            "add routes of a",
            "start apache at a",
            "start daemon at a");
  }

  @Test
  void ipv6_is_on_at_the_interfaces_that_have_addresses_of_it_alone() {
    Plan plan =
        Planner.plan(
            Topologies.read(
                """
                name: t
                nodes: { a: { forward: true }, b: , c: }
                links:
                  - { endpoints: ["a:e", "b:e"], subnet6: auto }
                  - { endpoints: ["a:f", "c:f"] }
                """),
            Actual.NOTHING);

    assertThat(sysctls(plan, "a"))
        .containsEntry("net.ipv6.conf.all.disable_ipv6", "0")
        .containsEntry("net.ipv6.conf.all.forwarding", "1")
        .containsEntry("net.ipv6.conf.e.accept_dad", "0")
        .containsEntry("net.ipv6.conf.f.disable_ipv6", "1");
    assertThat(sysctls(plan, "b")).containsEntry("net.ipv6.conf.all.forwarding", "0");
    assertThat(sysctls(plan, "c"))
        .containsEntry("net.ipv6.conf.all.disable_ipv6", "1")
        .doesNotContainKey("net.ipv6.conf.all.forwarding");
  }

  @Test
  void commands_and_files_come_before_what_runs() {
    Plan plan =
        Planner.plan(
            Topologies.read(
                """
                name: t
                nodes:
                  a:
                    services: [apache]
                    exec: [ip link show, ["echo", "a b"]]
                    files: { x: y }
                """),
            Actual.NOTHING);

    assertThat(plan.steps())
        .extracting(s -> s.name() + " <- " + String.join(", ", s.after()))
        .containsSubsequence(
            "write files of a <- create node a",
            "run commands at a <- assign addresses of a, write files of a",
            "start apache at a <- run commands at a");
    assertThat(plan.steps()).extracting(Step::reason).contains("ip link show; echo 'a b'");
  }

  @Test
  void what_does_not_depend_on_each_other_need_not_wait() {
    assertThat(step("create node a").after()).isEmpty();
    assertThat(step("create switch lan").after()).isEmpty();
    assertThat(step("connect a:eth0").after())
        .containsExactly("create node a", "create switch lan");
    assertThat(step("start daemon at a").after())
        .containsExactly("add routes of a", "shape a:eth0", "shape a:san0");
    assertThat(step("start apache at a").after()).isEqualTo(step("start daemon at a").after());
  }

  @Test
  void a_node_is_limited_before_its_first_process_and_only_where_the_file_says_so() {
    String topology = "name: t\nnodes: { a: { services: [apache], cpu: 25 %, pids: 9 }, b: }\n";
    Plan plan = Planner.plan(Topologies.read(topology), Actual.NOTHING);

    assertThat(plan.steps())
        .filteredOn(step -> step.name().startsWith("limit"))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.name()).isEqualTo("limit node a");
              assertThat(step.reason()).isEqualTo("cpu 25 %, pids 9");
              assertThat(step.after()).containsExactly("create node a");
            });
    assertThat(plan.steps().get(plan.steps().size() - 1).after())
        .containsExactly("assign addresses of a", "limit node a");
  }

  @Test
  void a_node_gets_its_disk_before_anything_is_kept_on_it() {
    String topology =
        "name: t\nnodes: { a: { services: [apache], disk: { size: 64 MiB, iops: 100 } }, b: }\n";
    Plan plan = Planner.plan(Topologies.read(topology), Actual.NOTHING);

    assertThat(plan.steps())
        .filteredOn(step -> step.name().contains("disk"))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.name()).isEqualTo("make disk of a");
              assertThat(step.reason()).isEqualTo("disk 64 MiB, disk iops 100");
              assertThat(step.after()).containsExactly("create node a");
            });
    assertThat(plan.steps().get(plan.steps().size() - 1).after())
        .containsExactly("assign addresses of a", "make disk of a");
  }

  @Test
  void both_ends_of_a_link_wait_for_its_one_wire() {
    assertThat(step("connect client:eth0").after())
        .containsExactly("create node client", "create node front");
    assertThat(step("set sysctls of front").after())
        .containsExactly("create node front", "connect client:eth0", "connect front:eth1");
    assertThat(step("shape client:eth0").action())
        .isEqualTo(
            new Action.ShapeWire(
                Topologies.example("three-back-ends").segment("client-eth0"),
                new Action.End.AtNode("client", "eth0"),
                new Action.End.AtNode("front", "eth0")));
  }

  @Test
  void a_reason_tells_what_of_the_topology_asks_for_the_step() {
    assertThat(step("create node front").reason()).isEqualTo("a router of the topology");
    assertThat(step("connect a:san0").reason()).isEqualTo("a member of san");
    assertThat(step("shape a:san0").reason()).isEqualTo("myrinet-pci64b on san");
    assertThat(step("assign addresses of a").reason())
        .isEqualTo("eth0 10.9.2.2/24, san0 10.9.3.1/24, lo 10.9.100.1");
    assertThat(step("add routes of a").reason())
        .isEqualTo("subnets and virtual addresses behind other nodes: 10.9.1.0/24");
    assertThat(step("start daemon at a").reason()).isEqualTo("a is a back-end of web");
  }

  @Test
  void a_back_end_gets_what_the_migration_protocol_needs() {
    assertThat(sysctls("a"))
        .containsEntry("net.ipv4.ip_forward", "1")
        .containsEntry("net.ipv4.conf.all.rp_filter", "0")
        .containsEntry("net.ipv4.conf.default.rp_filter", "0")
        .containsEntry("net.ipv4.conf.san0.rp_filter", "0")
        .containsEntry("net.ipv4.conf.eth0.send_redirects", "0")
        .containsEntry("net.ipv4.conf.all.arp_ignore", "1")
        .containsEntry("net.ipv4.conf.all.arp_announce", "2")
        .containsEntry("net.ipv4.tcp_syncookies", "1")
        .containsEntry("net.ipv4.tcp_moderate_rcvbuf", "0")
        .containsEntry("net.netfilter.nf_conntrack_tcp_be_liberal", "1")
        .containsEntry("net.netfilter.nf_conntrack_tcp_loose", "1")
        .containsEntry("net.ipv6.conf.all.disable_ipv6", "1")
        .doesNotContainKey("net.ipv4.tcp_congestion_control");
  }

  @Test
  void a_front_end_hashes_by_addresses_and_ports_and_a_client_forwards_nothing() {
    assertThat(sysctls("front"))
        .containsEntry("net.ipv4.ip_forward", "1")
        .containsEntry("net.ipv4.fib_multipath_hash_policy", "3");
    assertThat(sysctls("client"))
        .containsOnlyKeys(
            "net.ipv4.ip_forward",
            "net.ipv6.conf.all.disable_ipv6",
            "net.ipv6.conf.default.disable_ipv6")
        .containsEntry("net.ipv4.ip_forward", "0");
  }

  @Test
  void back_ends_and_front_ends_of_an_endpoint_over_ipv6_forward_it() {
    Plan plan =
        Planner.plan(
            Topologies.read(
                """
                name: t
                defaults: { subnet6: auto }
                nodes: { client: , front: { forward: true }, a: , b: }
                networks:
                  lan: { members: ["client:e", "front:e", "a:e", "b:e"] }
                  san: { members: ["a:s", "b:s"] }
                endpoints:
                  web: { address: "fd00:9:100::1", port: 80, back-ends: [a, b], san: san,
                         front-end: { node: front } }
                """),
            Actual.NOTHING);
    assertThat(sysctls(plan, "a"))
        .containsEntry("net.ipv6.conf.all.forwarding", "1")
        .containsEntry("net.ipv6.auto_flowlabels", "0");
    assertThat(sysctls(plan, "front"))
        .containsEntry("net.ipv6.conf.all.forwarding", "1")
        .containsEntry("net.ipv6.fib_multipath_hash_policy", "3");
    assertThat(sysctls(plan, "client"))
        .containsEntry("net.ipv6.conf.all.forwarding", "0")
        .doesNotContainKeys("net.ipv6.auto_flowlabels", "net.ipv6.fib_multipath_hash_policy");
    assertThat(step(plan, "assign addresses of a").reason()).contains("lo fd00:9:100::1");
  }

  @Test
  void the_file_has_the_last_word_on_sysctls() {
    Plan plan =
        Planner.plan(
            Topologies.read("name: t\nnodes: { a: { sysctls: { net.ipv4.ip_forward: 1 } } }\n"),
            Actual.NOTHING);

    assertThat(plan.steps())
        .extracting(Step::action)
        .filteredOn(Action.SetSysctls.class::isInstance)
        .allSatisfy(
            action ->
                assertThat(((Action.SetSysctls) action).sysctls())
                    .contains(new Sysctl("net.ipv4.ip_forward", "1", false)));
  }

  @Test
  void a_front_end_that_follows_connections_knows_where_each_back_end_is() {
    Plan plan = Planner.plan(Topologies.example("two-front-ends"), Actual.NOTHING);
    Action.MapConnections map =
        (Action.MapConnections) step(plan, "map connections at front2").action();

    assertThat(map.servers())
        .extracting(server -> server.number() + " " + server.node() + " " + server.hops())
        .containsExactly(
            "1 a {IPV4=Hop[via=/10.9.2.3, interfaceName=eth1]}",
            "2 b {IPV4=Hop[via=/10.9.2.4, interfaceName=eth1]}",
            "3 c {IPV4=Hop[via=/10.9.2.5, interfaceName=eth1]}");
    assertThat(sysctls(plan, "front2"))
        .containsEntry("net.netfilter.nf_conntrack_tcp_be_liberal", "1");
    assertThat(sysctls(plan, "client")).containsEntry("net.ipv4.fib_multipath_hash_policy", "3");
    assertThat(PLAN.steps()).noneMatch(s -> s.action() instanceof Action.MapConnections);
  }
}
