package dev.mignet.topology.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyWriterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/test/resources/dev/mignet/topology/yaml/every-key.mignet.yaml",
        "examples/two-back-ends.mignet.yaml",
        "examples/three-back-ends.mignet.yaml"
      })
  void what_is_written_is_read_as_the_same_lab(String file) throws IOException {
    Lab lab = Topologies.read(Files.readString(Path.of(file)));
    String text = TopologyWriter.text(lab);
    assertThat(Topologies.read(text)).as(text).isEqualTo(lab);
  }

  @Test
  void every_address_and_default_is_there() {
    String text =
        TopologyWriter.text(
            Topologies.read(
                """
                name: t
                defaults: { profile: ethernet-100 }
                nodes: { a: { pids: 9, env: { N: 1 } }, b: }
                links: [{ endpoints: ["a:eth0", "b:eth0"] }]
                """));
    assertThat(text.replaceAll("(..:){5}..", "MAC"))
        .isEqualTo(
            """
            name: t
            nodes:
              a:
                pids: 9
                env: {N: '1'}
                addresses:
                  eth0: [10.9.1.1/24]
                macs: {eth0: 'MAC'}
              b:
                addresses:
                  eth0: [10.9.1.2/24]
                macs: {eth0: 'MAC'}
            links:
            - endpoints: ['a:eth0', 'b:eth0']
              profile: ethernet-100
              subnet: 10.9.1.0/24
            seed: 1
            """);
  }
}
