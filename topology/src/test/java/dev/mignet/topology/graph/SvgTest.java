package dev.mignet.topology.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.testing.Topologies;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

class SvgTest {

  @ParameterizedTest
  @MethodSource("dev.mignet.topology.testing.Topologies#examples")
  void the_picture_of_an_example_in_docs_is_the_one_that_graph_draws(String example) {
    String redraw =
        "scripts/mignet graph --format svg -t topology/examples/%1$s.mignet.yaml > docs/%1$s.svg";

    assertThat(Path.of("..", "docs", example + ".svg"))
        .as(redraw, example)
        .hasContent(Svg.of(Topologies.example(example)));
  }

  @Test
  void a_picture_has_nodes_wires_and_endpoints() {
    assertThat(Svg.of(Topologies.example("two-back-ends")))
        .contains(
            "<title>two-back-ends</title>",
            ">eth0 10.9.1.1/24</text>",
            ">1.92 Gbit/s, MTU 9000</text>",
            ">web 10.9.100.1:80</text>",
            ">/class0/</text>",
            ">carries migrations</text>");
  }

  @Test
  void each_direction_has_an_arrow_where_they_differ() {
    String picture =
        Svg.of(
            Topologies.read(
                """
                name: x
                nodes: { a: , b: }
                links:
                  - endpoints: ["a:e", "b:e"]
                    forward: { rate: 20 Mbit }
                    back: { rate: 1 Mbit, delay: 5 ms }
                """));

    assertThat(picture).contains(">→ 20 Mbit/s</text>", ">← 1 Mbit/s, delay 5 ms</text>");
  }

  @Test
  void whatever_stands_in_the_file_the_picture_is_xml() throws Exception {
    String picture =
        Svg.of(
            Topologies.read(
                """
                name: x
                nodes: { a: , b: }
                links: [{ endpoints: ["a:e", "b:e"] }]
                endpoints:
                  web:
                    { address: 10.1.1.1, port: 80, back-ends: [a, b], san: a-e,
                      policy: [{ url: '/"a#b&', migrate-to: b }] }
                """));

    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(picture)));
    assertThat(picture).contains(">/\"a#b&amp;</text>");
  }
}
