package dev.mignet.apache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTopologyTest {

  @TempDir private Path folder;

  @Test
  void it_is_the_example_of_three_back_ends_with_one_rule_more() throws IOException {
    Lab example = new LocalLabs().read(Path.of("../topology/examples/three-back-ends.mignet.yaml"));
    // MACs follow from names, the lab's included.
    Lab demo = new LocalLabs().read(DemoTopology.write(folder, example.name(), "apache"));
    assertThat(demo.nodes()).isEqualTo(example.nodes());
    assertThat(demo.segments()).isEqualTo(example.segments());
    GenericEndpoint web = demo.endpoints().get(0);
    assertThat(web.backEnds()).isEqualTo(example.endpoints().get(0).backEnds());
    assertThat(web.policy())
        .startsWith(example.endpoints().get(0).policy().toArray(GenericEndpoint.UrlRule[]::new))
        .endsWith(new GenericEndpoint.UrlRule("/class3/", "a"))
        .hasSize(3);
  }

  @Test
  void name_and_kind_of_server_are_filled_in() throws IOException {
    Lab demo = new LocalLabs().read(DemoTopology.write(folder, "demo-1", "embedded"));
    assertThat(demo.name()).isEqualTo("demo-1");
    assertThat(demo.node("a").services().get(0).kind()).isEqualTo("embedded");
  }
}
