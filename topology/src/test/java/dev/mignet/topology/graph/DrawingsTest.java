package dev.mignet.topology.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.testing.Topologies;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrawingsTest {

  private static final Lab EXAMPLE = Topologies.example("three-back-ends");

  /** A name that means something to Mermaid, and a prefix that means something to all. */
  private static final Lab AWKWARD =
      Topologies.read(
          """
          name: x
          nodes: { end: , graph-to: }
          links: [{ endpoints: ["end:e.0", "graph-to:e"], rate: 1500 kbit, mtu: 1400 }]
          endpoints:
            web:
              { address: 10.1.1.1, port: 80, back-ends: [end, graph-to], san: end-e.0,
                policy: [{ url: '/"a#b&', migrate-to: end }] }
          """);

  @Test
  void mermaid_shows_nodes_switches_links_and_arrows() {
    assertThat(Mermaid.of(EXAMPLE).lines())
        .startsWith("flowchart LR", "  node_client[\"<b>client</b><br/>eth0 10.9.1.1/24\"]")
        .contains(
            "  node_c[\"<b>c</b><br/>back-end, apache<br/>eth0 10.9.2.4/24<br/>san0 10.9.3.3/24"
                + "<br/>lo 10.9.100.1:80 (web)\"]:::backend",
            "  net_san([\"san<br/>myrinet-pci64b<br/>1.92 Gbit/s, MTU 9000<br/>10.9.3.0/24\"])",
            "  node_client ---|\"ethernet-100<br/>100 Mbit/s<br/>10.9.1.0/24\"| node_front",
            "  node_a ---|\"san0\"| net_san",
            "  node_front ==>|\"new to web\"| node_a",
            "  node_b -.->|\"/class0/<br/>/class1/\"| node_c")
        .noneMatch(line -> line.contains("new to web\"| node_c"))
        .noneMatch(line -> line.startsWith("  node_c -.->"));
  }

  @Test
  void mermaid_takes_names_and_prefixes_that_mean_something_to_it() {
    assertThat(Mermaid.of(AWKWARD))
        .contains("node_end[", "node_graph_to -.->|\"/#34;a#35;b#38;\"| node_end");
  }

  @Test
  void dot_leads_wires_to_the_right_from_the_first_node() {
    assertThat(Dot.of(EXAMPLE).lines())
        .contains(
            "  \"node client\":\"eth0\":e -> \"node front\":\"eth0\":w [dir=none,"
                + " label=<ethernet-100<br/>100 Mbit/s<br/>10.9.1.0/24>]",
            "  \"network lan\" -> \"node a\":\"eth0\":w [dir=none, label=<>]",
            "  \"node a\":\"san0\":e -> \"network san\" [dir=none, label=<>]");
  }

  @Test
  void dot_escapes_what_means_something_to_graphviz() {
    assertThat(Dot.of(AWKWARD))
        .contains("port=\"e.0\"", "\"node end\":\"e.0\":e -> ", "/&quot;a#b&amp;", "MTU 1400")
        .doesNotContainPattern(Pattern.compile("label=<[^>]*\"/\"a"));
  }
}
