package dev.mignet.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.testing.Topologies;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static final String SMALL =
      """
      name: t
      nodes:
        a: { cpu: 50 %, services: [apache], env: { X: "1" }, sysctls: { net.core.somaxconn: 9 } }
        b: { forward: true }
        c:
      links:
        - { endpoints: ["a:eth0", "b:eth0"], rate: 10 Mbit, subnet: 10.1.0.0/24 }
        - { endpoints: ["b:eth1", "c:eth0"], subnet: 10.2.0.0/24 }
      networks:
        lan: { members: ["a:eth1", "c:eth1"], subnet: 10.3.0.0/24 }
      """;

  private static final String CLUSTER =
      """
      name: t
      nodes: { a: { services: [apache] }, b: { services: [apache] }, c: }
      networks: { san: { members: ["a:san0", "b:san0", "c:san0"] } }
      endpoints:
        web: { address: 10.9.100.1, port: 80, back-ends: [a, b], san: san }
      """;

  /** As {@code plan} prints it: +, ~ or - for what is added, changed, removed. */
  private static List<String> lines(List<Step> steps) {
    return steps.stream()
        .map(
            step ->
                (step.action() instanceof Action.Undo
                        ? "- "
                        : step.action() instanceof Action.Again ? "~ " : "+ ")
                    + step.name()
                    + " | "
                    + step.reason())
        .toList();
  }

  private static List<Step> steps(String from, String to) {
    List<Step> steps = Planner.plan(Topologies.read(to), Actual.of(Topologies.read(from))).steps();
    assertInOrder(steps);
    return steps;
  }

  private static void assertInOrder(List<Step> steps) {
    List<String> names = steps.stream().map(Step::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    for (Step step : steps) {
      assertThat(names.subList(0, names.indexOf(step.name()))).containsAll(step.after());
    }
  }

  private static List<String> changing(String topology, String from, String to) {
    assertThat(topology).contains(from);
    return lines(steps(topology, topology.replace(from, to)));
  }

  @Test
  void what_is_as_it_should_be_needs_no_step() {
    assertThat(steps(SMALL, SMALL)).isEmpty();
    for (String example : List.of("two-back-ends", "three-back-ends")) {
      Lab lab = Topologies.example(example);
      assertThat(Planner.plan(lab, Actual.of(lab)).steps()).isEmpty();
    }
  }

  @Test
  void a_rate_or_an_mtu_is_changed_on_the_wire_that_is_there() {
    assertThat(changing(SMALL, "10 Mbit", "20 Mbit"))
        .containsExactly("~ shape a:eth0 | both ways: rate 10 Mbit -> rate 20 Mbit");
    assertThat(changing(SMALL, ", rate: 10 Mbit", ", mtu: 1400"))
        .containsExactly("~ shape a:eth0 | MTU: none -> 1400; both ways: rate 10 Mbit -> none");
    assertThat(changing(SMALL, "lan: { ", "lan: { profile: ethernet-100, "))
        .containsExactly(
            "~ shape a:eth1 | profile: unshaped -> ethernet-100",
            "~ shape c:eth1 | profile: unshaped -> ethernet-100");
  }

  @Test
  void impairments_are_imposed_anew_where_one_changes_and_taken_away_with_the_last() {
    assertThat(changing(SMALL, ", rate: 10 Mbit", ", rate: 10 Mbit, delay: 5 ms"))
        .containsExactly(
            "~ shape a:eth0 | both ways: rate 10 Mbit -> rate 10 Mbit, delay 5 ms",
            "+ impair wires | delay, loss and the like on 1 wire");
    String delayed = SMALL.replace(", rate: 10 Mbit", ", delay: 5 ms");
    assertThat(changing(delayed, "5 ms", "6 ms"))
        .containsExactly(
            "~ shape a:eth0 | both ways: delay 5 ms -> delay 6 ms",
            "~ impair wires | wires: a:eth0: unshaped, delay 5 ms -> a:eth0: unshaped, delay 6 ms");
    assertThat(changing(delayed, ", delay: 5 ms", ""))
        .containsExactly(
            "- mend wires | the topology has it no more",
            "~ shape a:eth0 | both ways: delay 5 ms -> none");
  }

  @Test
  void limits_are_lifted_and_set_under_the_running_processes() {
    assertThat(changing(SMALL, "cpu: 50 %", "cpu: 25 %, pids: 9"))
        .containsExactly(
            "- unlimit node a | limits: cpu 50 % -> cpu 25 %, pids 9",
            "~ limit node a | limits: cpu 50 % -> cpu 25 %, pids 9");
    assertThat(changing(SMALL, "cpu: 50 %, ", ""))
        .containsExactly("- unlimit node a | the topology has it no more");
    assertThat(changing(SMALL, "{ forward: true }", "{ forward: true, memory: 64 MiB }"))
        .containsExactly("+ limit node b | memory 64 MiB");
  }

  @Test
  void sysctls_are_set_and_those_that_are_gone_from_the_file_reset() {
    assertThat(changing(SMALL, "somaxconn: 9", "somaxconn: 99"))
        .containsExactly("~ set sysctls of a | net.core.somaxconn: 9 -> 99");
    List<Step> steps = steps(SMALL, SMALL.replace(", sysctls: { net.core.somaxconn: 9 }", ""));
    assertThat(lines(steps))
        .containsExactly(
            "- reset sysctls of a | net.core.somaxconn: 9 -> none",
            "~ set sysctls of a | net.core.somaxconn: 9 -> none");
    assertThat(steps.get(0).action())
        .isEqualTo(
            new Action.Undo(
                "set sysctls of a",
                new Action.SetSysctls("a", List.of(new Sysctl("net.core.somaxconn", "9", false)))));
  }

  @Test
  void a_service_is_started_stopped_or_restarted_by_itself() {
    assertThat(changing(SMALL, "X: \"1\"", "X: \"2\""))
        .containsExactly(
            "- stop apache at a | environment: {X=1} -> {X=2}",
            "+ start apache at a | environment: {X=1} -> {X=2}");
    assertThat(changing(SMALL, "[apache]", "[{ apache: { backlog: 7 } }]"))
        .containsExactly(
            "- stop apache at a | options: {} -> {backlog=7}",
            "+ start apache at a | options: {} -> {backlog=7}");
    assertThat(changing(SMALL, "services: [apache], ", ""))
        .containsExactly("- stop apache at a | the topology has it no more");
    assertThat(changing(SMALL, "  c:\n", "  c: { services: [apache] }\n"))
        .containsExactly("+ start apache at c | a service of c");
  }

  @Test
  void a_node_comes_with_its_wires_and_disturbs_only_its_neighbours() {
    String more =
        SMALL.replace("  c:\n", "  c:\n  d:\n").replace("\"c:eth1\"]", "\"c:eth1\", \"d:eth0\"]");
    assertThat(lines(steps(SMALL, more)))
        .containsExactly(
            "+ create node d | a node of the topology",
            "+ connect d:eth0 | a member of lan",
            "+ shape d:eth0 | unshaped on lan",
            "+ set sysctls of d | what the role of d needs, and the topology's own",
            "+ assign addresses of d | eth0 10.3.0.3/24");
    assertThat(lines(steps(more, SMALL)))
        .containsExactly(
            "- disconnect d:eth0 | the topology has it no more",
            "- remove node d | the topology has it no more");
  }

  @Test
  void a_link_that_comes_or_goes_takes_addresses_and_routes_with_it() {
    String less = SMALL.replaceFirst("  - .*\"c:eth0\".*\n", "");
    assertThat(lines(steps(SMALL, less)))
        .containsExactly(
            "- remove routes of a | the topology has it no more",
            "- remove routes of c | the topology has it no more",
            "- reset sysctls of b | net.ipv4.conf.eth1.rp_filter: 0 -> none;"
                + " net.ipv4.conf.eth1.send_redirects: 0 -> none",
            "- disconnect b:eth1 | the topology has it no more",
            "~ set sysctls of b | net.ipv4.conf.eth1.rp_filter: 0 -> none;"
                + " net.ipv4.conf.eth1.send_redirects: 0 -> none",
            "~ assign addresses of b | eth1: 10.2.0.1/24 -> none",
            "~ assign addresses of c | eth0: 10.2.0.2/24 -> none");
    assertThat(lines(steps(less, SMALL)))
        .contains(
            "+ connect b:eth1 | a link to c:eth0",
            "~ assign addresses of c | eth0: none -> 10.2.0.2/24",
            "+ add routes of a | subnets and virtual addresses behind other nodes: 10.2.0.0/24");
  }

  @Test
  void a_wire_with_another_end_is_replaced_and_all_on_it_is_set_again() {
    List<Step> steps = steps(SMALL, SMALL.replace("\"a:eth0\", \"b:eth0\"", "\"a:eth0\", \"c:e\""));
    assertThat(lines(steps).stream().map(line -> line.replaceAll("(..:){5}..", "MAC")))
        .contains(
            "- disconnect a:eth0 | MAC address of b:eth0: MAC -> none;"
                + " MAC address of c:e: none -> MAC",
            "+ connect a:eth0 | MAC address of b:eth0: MAC -> none;"
                + " MAC address of c:e: none -> MAC",
            "+ shape a:eth0 | after: connect a:eth0",
            "~ assign addresses of a | after: connect a:eth0")
        .noneMatch(line -> line.contains("eth1 |") || line.contains("apache"));
  }

  @Test
  void another_subnet_moves_addresses_and_routes_but_no_wire() {
    assertThat(changing(SMALL, "10.1.0.0", "10.4.0.0"))
        .contains(
            "- remove addresses of a | eth0: 10.1.0.1/24 -> 10.4.0.1/24",
            "~ assign addresses of a | eth0: 10.1.0.1/24 -> 10.4.0.1/24",
            "~ add routes of a | to 10.2.0.0/24: 10.1.0.2 by eth0 -> 10.4.0.2 by eth0")
        .noneMatch(line -> line.contains("connect") || line.contains("apache"));
  }

  @Test
  void another_address_in_its_subnet_brings_its_routes_with_it() {
    String fixed =
        SMALL.replace("{ forward: true", "{ forward: true, addresses: { eth0: 10.1.0.2/24 }");
    assertThat(changing(fixed, "{ cpu: 50 %", "{ addresses: { eth0: 10.1.0.9/24 }, cpu: 50 %"))
        .contains("~ add routes of a | after: assign addresses of a");
  }

  @Test
  void ipv6_comes_and_goes_in_place() {
    String with = SMALL.replace("10.3.0.0/24 }", "10.3.0.0/24, subnet6: \"fd00:3::/64\" }");
    assertThat(lines(steps(SMALL, with)))
        .contains("~ assign addresses of a | eth1: 10.3.0.1/24 -> 10.3.0.1/24, fd00:3::1/64")
        .noneMatch(line -> line.contains("connect") || line.contains("apache"));
    assertThat(lines(steps(with, SMALL)))
        .contains("- remove addresses of a | eth1: 10.3.0.1/24, fd00:3::1/64 -> 10.3.0.1/24");
  }

  @Test
  void files_and_commands_come_alone_but_change_and_go_only_with_their_node() {
    String with = SMALL.replace("forward: true", "forward: true, files: { x: one }, exec: [id]");
    assertThat(lines(steps(SMALL, with)))
        .containsExactly("+ write files of b | x", "+ run commands at b | id");
    for (String other : List.of(SMALL, with.replace("one", "two"), with.replace("[id]", "[ls]"))) {
      assertThat(lines(steps(with, other)))
          .anyMatch(line -> line.startsWith("- remove node b | "))
          .anyMatch(line -> line.startsWith("+ create node b | "))
          .noneMatch(line -> line.startsWith("- un"));
    }
  }

  @Test
  void another_policy_is_told_to_daemons_that_go_on() {
    String rules = "san: san, policy: [{ url: /x/, migrate-to: b }] }";
    assertThat(changing(CLUSTER, "san: san }", rules))
        .containsExactly(
            "~ start daemon at a | policy: none -> /x/ 2 SERVE",
            "~ start daemon at b | policy: none -> /x/ 2 SERVE");
    assertThat(changing(CLUSTER.replace("san: san }", rules), "/x/", "/y/")).hasSize(2);
  }

  @Test
  void another_policy_with_something_else_restarts_the_daemons_that_this_concerns() {
    String both =
        CLUSTER.replace("san: san }", "san: san, policy: [{ url: /x/, migrate-to: b }] }");
    assertThat(changing(both, "name: t\nnodes: { a: {", "name: t\nnodes: { a: { env: { X: y },"))
        .contains(
            "- stop daemon at a | environment: {} -> {X=y}",
            "+ start daemon at a | environment: {} -> {X=y}")
        .noneMatch(line -> line.contains("daemon at b"));
    List<String> lines =
        lines(
            steps(CLUSTER, both.replace("nodes: { a: {", "nodes: { a: { disk: { size: 8 MiB },")));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("+ start daemon at a"))
        .anyMatch(line -> line.startsWith("~ start daemon at b | policy"));
  }

  @Test
  void a_policy_that_was_being_told_when_the_change_was_killed_is_told_back() {
    Lab before = Topologies.read(CLUSTER);
    Lab after =
        Topologies.read(
            CLUSTER.replace("san: san }", "san: san, policy: [{ url: /x/, migrate-to: b }] }"));
    assertThat(
            lines(
                Planner.plan(
                        before, Actual.halfChanged(before, after, List.of("start daemon at a")))
                    .steps()))
        .containsExactly("~ start daemon at a | a change of it was interrupted");
  }

  @Test
  void a_new_back_end_restarts_the_daemons_of_the_others() {
    List<String> lines = changing(CLUSTER, "[a, b]", "[a, b, c]");
    assertThat(lines)
        .contains(
            "+ start daemon at c | c is a back-end of web",
            "~ assign addresses of c | lo: none -> 10.9.100.1")
        .anyMatch(line -> line.startsWith("- stop daemon at a | san: "))
        .anyMatch(line -> line.startsWith("+ start daemon at a | san: "))
        .noneMatch(line -> line.contains("apache") || line.contains("connect"));
  }

  @Test
  void a_node_that_is_no_back_end_any_more_is_made_anew() {
    List<String> lines = changing(CLUSTER, "[a, b]", "[a]");
    assertThat(lines)
        .contains(
            "- disconnect b:san0 | after: create node b",
            "- remove node b | it has no \"start daemon at b\" any more",
            "+ create node b | it has no \"start daemon at b\" any more",
            "+ connect b:san0 | after: create node b",
            "+ start apache at b | endpoints: 10.9.100.1:80 -> none")
        .noneMatch(line -> line.contains("stop apache"));
  }

  @Test
  void a_disk_comes_goes_and_changes_only_with_its_node() {
    String disk = "{ forward: true, disk: { size: 64 MiB } }";
    String with = SMALL.replace("{ forward: true }", disk);
    for (List<String> lines :
        List.of(
            lines(steps(SMALL, with)),
            lines(steps(with, SMALL)),
            lines(steps(with, with.replace("64 MiB", "65 MiB"))))) {
      assertThat(lines)
          .anyMatch(line -> line.startsWith("- remove node b | "))
          .anyMatch(line -> line.startsWith("+ create node b | "))
          .anyMatch(line -> line.startsWith("+ assign addresses of b | "))
          .noneMatch(line -> line.startsWith("- unmake"));
    }
  }

  @Test
  void what_is_removed_goes_in_reverse_order_and_before_anything_is_made() {
    String other = SMALL.replace("c:\n", "d:\n").replace("c:eth", "d:eth");
    List<Step> steps = steps(SMALL, other);
    List<Step> undone = steps.stream().filter(s -> s.action() instanceof Action.Undo).toList();
    assertThat(steps).startsWith(undone.toArray(Step[]::new));
    assertThat(undone)
        .extracting(Step::name)
        .containsSubsequence("disconnect b:eth1", "disconnect c:eth1", "remove node c");
    assertThat(steps)
        .filteredOn(step -> step.name().equals("create node d"))
        .extracting(Step::after)
        .containsExactly(List.of("remove node c"));
  }

  @Test
  void what_an_interrupted_change_has_touched_is_made_anew_and_the_rest_left_alone() {
    Lab from = Topologies.read(SMALL);
    String text = SMALL.replace("  c:\n", "  c:\n  d:\n").replace("10 Mbit", "20 Mbit");
    Lab to = Topologies.read(text.replace("\"c:eth1\"]", "\"c:eth1\", \"d:eth0\"]"));
    Actual actual = Actual.halfChanged(from, to, Set.of("shape a:eth0", "create node d"));
    List<Step> back = Planner.plan(from, actual).steps();
    assertInOrder(back);
    assertThat(lines(back))
        .containsExactly(
            "- remove node d | the topology has it no more",
            "~ shape a:eth0 | a change of it was interrupted");
  }

  @Test
  void from_wherever_a_change_stops_the_way_back_touches_all_that_was_touched() {
    Lab from = Topologies.read(SMALL);
    Lab to = Topologies.read(CLUSTER);
    Set<String> all =
        Stream.of(from, to)
            .flatMap(lab -> Planner.plan(lab, Actual.NOTHING).steps().stream())
            .map(Step::name)
            .collect(Collectors.toSet());
    for (String begun : all) {
      List<Step> back = Planner.plan(from, Actual.halfChanged(from, to, Set.of(begun))).steps();
      assertInOrder(back);
      assertThat(back).as(begun).anyMatch(step -> step.concerns().equals(begun) || isNode(step));
    }
  }

  private static boolean isNode(Step step) {
    return step.action() instanceof Action.CreateNode;
  }
}
