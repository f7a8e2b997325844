package dev.mignet.topology.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.san.Impairments;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.GenericEndpoint.UrlRule;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.NodeFile;
import dev.mignet.topology.model.OneWay;
import dev.mignet.topology.model.Resources;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyReaderTest {

  @Test
  void the_three_back_ends_of_figure_4_are_read() {
    Lab lab = Topologies.example("three-back-ends");

    assertThat(lab.name()).isEqualTo("three-back-ends");
    assertThat(lab.nodes()).extracting("name").containsExactly("client", "front", "a", "b", "c");
    assertThat(lab.node("front").forwards()).isTrue();
    assertThat(lab.node("c").services()).containsExactly(new Service("apache", "apache", Map.of()));
    assertThat(lab.segments()).extracting("name").containsExactly("client-eth0", "lan", "san");
    assertThat(lab.segments().get(0)).isInstanceOf(Link.class);
    assertThat(lab.segments().get(1)).isInstanceOf(Network.class);
    GenericEndpoint web = lab.endpoints().get(0);
    assertThat(web.backEnds()).containsExactly("a", "b", "c");
    assertThat(web.frontEnds().get(0).to()).containsExactly("a", "b");
    assertThat(web.policy())
        .containsExactly(new UrlRule("/class0/", "c"), new UrlRule("/class1/", "c"));
  }

  @Test
  void the_two_back_ends_of_figure_2_are_read() {
    Lab lab = Topologies.example("two-back-ends");

    assertThat(lab.endpoints().get(0).frontEnds().get(0).to()).containsExactly("a");
  }

  @Test
  void addresses_are_assigned_by_place_in_the_file() {
    Lab lab = Topologies.example("three-back-ends");

    assertThat(lab.segments())
        .extracting(segment -> segment.subnet().toString())
        .containsExactly("10.9.1.0/24", "10.9.2.0/24", "10.9.3.0/24");
    assertThat(lab.segment("lan").members())
        .extracting(i -> i.reference() + ' ' + i.address())
        .containsExactly(
            "front:eth1 10.9.2.1/24",
            "a:eth0 10.9.2.2/24",
            "b:eth0 10.9.2.3/24",
            "c:eth0 10.9.2.4/24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: lab",
        "nodes: { name: other }\nname: lab",
        "nodes:\n  - name\n  - [name]\n? [name, x]\n: name\n'name': \"lab\"\nnodes: {",
        "name: lab\nnodes: &x { a: *nothing }"
      })
  void the_name_is_found_whatever_else_is_in_the_file(String text, @TempDir Path folder)
      throws IOException {
    assertThat(TopologyReader.nameIn(Files.writeString(folder.resolve("t.yaml"), text)))
        .contains("lab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lab",
        "[a, name, lab]",
        "[{ name: lab }]",
        "nodes: { name: lab }",
        "name: [lab]",
        "name: { name: lab }",
        "name:\nnodes: lab",
        "name: ../lab",
        "a: {\nname: lab",
        "a: \u0000\nname: lab"
      })
  void no_name_is_found_where_there_is_none(String text, @TempDir Path folder) throws IOException {
    assertThat(TopologyReader.nameIn(Files.writeString(folder.resolve("t.yaml"), text))).isEmpty();
    assertThat(TopologyReader.nameIn(folder.resolve("no-such-file"))).isEmpty();
  }

  private static List<String> macs(String name, String members) {
    return Topologies.read(
            """
            name: %s
            nodes: { a: { macs: { f: 02:00:00:00:00:0A } }, b: }
            networks: { n: { members: [%s] } }
            """
                .formatted(name, members))
        .segment("n")
        .members()
        .stream()
        .map(Interface::mac)
        .toList();
  }

  @Test
  void a_mac_depends_on_the_names_of_lab_node_and_interface_alone() {
    List<String> macs = macs("t", "\"a:e\", \"b:e\", \"a:f\"");

    assertThat(macs).containsExactly("62:45:e4:c3:13:c5", "62:03:5a:9a:f9:eb", "02:00:00:00:00:0a");
    assertThat(macs("t", "\"b:x\", \"a:f\", \"b:e\"")).contains(macs.get(1));
    assertThat(macs("u", "\"a:e\", \"a:f\"")).doesNotContain(macs.get(0));
  }

  @Test
  void given_addresses_are_kept_and_assigned_ones_keep_clear_of_them() {
    Lab lab =
        Topologies.read(
            """
            name: t
            nodes:
              a: { addresses: { eth0: 10.9.1.1/24 } }
              b:
              c:
            networks:
              x: { members: ["c:eth1", "b:eth1"] }
              y: { members: ["b:eth0", "a:eth0", "c:eth0"] }
              z: { members: ["a:eth2", "b:eth2"], subnet: 192.168.7.4/30 }
            """);

    assertThat(lab.segments())
        .extracting(segment -> segment.subnet().toString())
        .containsExactly("10.9.2.0/24", "10.9.1.0/24", "192.168.7.4/30");
    assertThat(lab.segment("y").members())
        .extracting(i -> i.reference() + ' ' + i.address())
        .containsExactly("b:eth0 10.9.1.2/24", "a:eth0 10.9.1.1/24", "c:eth0 10.9.1.3/24");
    assertThat(lab.segment("z").members())
        .extracting(i -> i.address().toString())
        .containsExactly("192.168.7.5/30", "192.168.7.6/30");
  }

  @Test
  void ipv6_is_had_by_default_by_subnet_or_by_a_members_address() {
    Lab lab =
        Topologies.read(
            """
            name: t
            defaults: { subnet6: auto }
            nodes: { a: , b: { addresses: { g: [fd00:9:2::7/64] } } }
            links:
              - { endpoints: ["a:e", "b:e"] }
              - { endpoints: ["a:f", "b:f"], subnet6: none }
              - { endpoints: ["a:g", "b:g"], subnet6: none }
              - { endpoints: ["a:h", "b:h"] }
              - { endpoints: ["a:i", "b:i"], subnet6: "fd12:3::/48" }
            """);

    assertThat(lab.segments())
        .extracting(
            s ->
                String.join(
                    " ",
                    s.members().stream()
                        .flatMap(m -> m.address6().stream())
                        .map(Cidr::toString)
                        .toList()))
        .containsExactly(
            "fd00:9:1::1/64 fd00:9:1::2/64",
            "",
            "fd00:9:2::1/64 fd00:9:2::7/64",
            "fd00:9:3::1/64 fd00:9:3::2/64",
            "fd12:3::1/48 fd12:3::2/48");
    assertThat(Topologies.example("two-back-ends").segments())
        .allMatch(segment -> segment.subnet6().isEmpty());
  }

  @Test
  void an_assigned_subnet_keeps_clear_of_a_virtual_address() {
    Lab lab =
        Topologies.read(
            """
            name: t
            nodes: { a: , b: }
            networks: { san: { members: ["a:e", "b:e"] } }
            endpoints: { web: { address: 10.9.1.77, port: 80, back-ends: [a, b], san: san } }
            """);

    assertThat(lab.segment("san").subnet()).hasToString("10.9.2.0/24");
  }

  @Test
  void a_node_adds_to_its_kind_and_overrides_it() {
    Lab lab =
        Topologies.read(
            """
            name: t
            kinds:
              k: { forward: true, services: [apache], sysctls: { net.a: 1, net.b: 2 }, env: { X: y } }
            nodes:
              a: { kind: k, forward: false, sysctls: { net.b: 3 }, env: { Z: "1" } }
              b: { kind: k, services: [{ apache: { mpm: event, backlog: 511 } }] }
            """);

    assertThat(lab.node("a").forwards()).isFalse();
    assertThat(lab.node("a").services()).hasSize(1);
    assertThat(lab.node("a").sysctls())
        .containsExactly(Map.entry("net.a", "1"), Map.entry("net.b", "3"));
    assertThat(lab.node("a").environment()).containsOnlyKeys("X", "Z");
    assertThat(lab.node("b").services())
        .containsExactly(new Service("apache", "apache", Map.of("mpm", "event", "backlog", "511")));
  }

  @Test
  void files_add_to_the_kinds_and_commands_replace_them() {
    Lab lab =
        Topologies.read(
            """
            name: t
            kinds: { k: { exec: [a, b], files: { x: 1, y: 2 } } }
            nodes:
              a: { kind: k, exec: [c d], files: { y: two, z: { from: pom.xml } } }
              b: { kind: k }
            """);

    assertThat(lab.node("a").commands()).containsExactly(List.of("c", "d"));
    assertThat(lab.node("b").commands()).containsExactly(List.of("a"), List.of("b"));
    assertThat(lab.node("a").files())
        .containsExactly(
            Map.entry("x", new NodeFile.Text("1")),
            Map.entry("y", new NodeFile.Text("two")),
            Map.entry("z", new NodeFile.Copy(Path.of("pom.xml").toAbsolutePath())));
  }

  @Test
  void what_a_file_was_copied_from_may_be_gone_when_a_lab_is_up(@TempDir Path folder)
      throws IOException {
    String text = "name: t\nnodes: { a: { files: { x: { from: gone } } } }\n";
    Path copy = Files.writeString(folder.resolve("lab.yaml"), text);

    Lab lab = new TopologyReader(Topologies.CATALOGUE).readCopy(copy, Path.of("/else/where.yaml"));

    assertThat(lab.node("a").files())
        .containsExactly(Map.entry("x", new NodeFile.Copy(Path.of("/else/gone"))));
  }

  @Test
  void a_limit_is_the_nodes_own_or_its_kinds_or_the_default() {
    Lab lab =
        Topologies.read(
            """
            name: t
            defaults: { cpu: 50 %, memory: 1.5 GiB, charge-daemon: false }
            kinds: { k: { cpu: 12.5 %, pids: 200, disk: { size: 1 GiB, iops: 90 }, charge-daemon: true } }
            nodes:
              a: { kind: k, memory: 64 MiB, pids: 300, disk: { size: 512 MiB, rate: 4.5 MB/s } }
              b: { kind: k }
              c: { cpu: 200%, charge-daemon: true }
              d:
            """);

    assertThat(lab.nodes())
        .extracting(node -> String.join(", ", node.resources().texts()))
        .containsExactly(
            "cpu 12.5 %, memory 64 MiB, pids 300, disk 512 MiB, disk rate 4.5 MB/s",
            "cpu 12.5 %, memory 1536 MiB, pids 200, disk 1 GiB, disk iops 90",
            "cpu 200 %, memory 1536 MiB",
            "cpu 50 %, memory 1536 MiB, charge-daemon false");
    assertThat(Topologies.read("name: t\nnodes: { a: }\n").node("a").resources())
        .isEqualTo(Resources.NONE);
  }

  @Test
  void a_wire_takes_what_it_does_not_say_from_the_defaults() {
    Lab lab =
        Topologies.read(
            """
            name: t
            defaults: { profile: ethernet-100, mtu: 1400 }
            nodes: { a: , b: }
            links:
              - endpoints: ["a:e", "b:e"]
              - { endpoints: ["a:f", "b:f"], profile: unshaped, rate: 2.5 Mbit/s, mtu: 9000 }
            """);

    OneWay slow = new OneWay(OptionalLong.of(2_500_000), OptionalInt.empty(), Impairments.NONE);
    assertThat(lab.segments())
        .extracting("wire")
        .containsExactly(
            new Wire("ethernet-100", OptionalInt.of(1400), OneWay.PLAIN, OneWay.PLAIN),
            new Wire("unshaped", OptionalInt.of(9000), slow, slow));
  }

  @Test
  void what_is_said_nearer_to_a_direction_goes_over_what_is_said_farther() {
    Lab lab =
        Topologies.read(
            """
            name: t
            defaults: { delay: 1 ms, loss: 0.5 % }
            nodes: { a: , b: , c: }
            links:
              - { endpoints: ["a:e", "b:e"], delay: 2 ms, back: { rate: 1 Mbit, delay: 1.5 ms } }
            networks:
              lan:
                delay: 3 ms
                back: { loss: 1 % }
                members:
                  - "a:f"
                  - { port: "b:f", delay: 50us, queue: 20 packets }
                  - { port: "c:f", forward: { jitter: 500 us, reorder: 25 %, duplicate: 2 %, corrupt: 0.1 %, store-and-forward: true } }
            """);

    assertThat(texts(lab, "a-e", "a:e"))
        .containsExactly("delay 2 ms, loss 0.5 %", "rate 1 Mbit, delay 1.5 ms, loss 0.5 %");
    assertThat(texts(lab, "lan", "a:f"))
        .containsExactly("delay 3 ms, loss 0.5 %", "delay 3 ms, loss 1 %");
    assertThat(texts(lab, "lan", "b:f"))
        .containsExactly(
            "delay 50 us, loss 0.5 %, queue 20 packets", "delay 50 us, loss 1 %, queue 20 packets");
    assertThat(texts(lab, "lan", "c:f"))
        .containsExactly(
            "delay 3 ms, jitter 500 us, loss 0.5 %, duplicate 2 %, reorder 25 %, corrupt 0.1 %,"
                + " store-and-forward",
            "delay 3 ms, loss 1 %");
  }

  private static List<String> texts(Lab lab, String segment, String member) {
    Wire wire = lab.segment(segment).wire(member);
    return Stream.of(wire.forward(), wire.back())
        .map(way -> String.join(", ", WireKey.texts(way)))
        .toList();
  }

  @Test
  void a_file_that_is_missing_is_said_to_be() {
    assertThatThrownBy(() -> new TopologyReader(Topologies.CATALOGUE).read(Path.of("/no/such")))
        .isInstanceOf(LabException.class)
        .hasMessage("no file /no/such");
  }

  @Test
  void a_file_that_is_no_text_is_said_to_be(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.mignet.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertThatThrownBy(() -> new TopologyReader(Topologies.CATALOGUE).read(file))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessage(file + ":1:1 not YAML: not text in UTF-8");
  }

  @Test
  void a_bomb_of_aliases_is_refused() {
    StringBuilder bomb = new StringBuilder("name: t\nx0: &x0 [a]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("x%d: &x%d [*x%d, *x%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThatThrownBy(() -> Topologies.read(bomb.toString()))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessageContaining("Number of aliases for non-scalar nodes exceeds");
  }

  @Test
  void an_alias_may_stand_for_what_it_names() {
    Lab lab =
        Topologies.read(
            """
            name: t
            nodes: { a: &plain { services: [apache] }, b: *plain }
            """);

    assertThat(lab.nodes()).extracting(node -> node.services().size()).isEqualTo(List.of(1, 1));
  }
}
