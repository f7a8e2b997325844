package dev.mignet.topology.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.testing.Topologies;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SvgTest {

  private static final boolean INSTALLED = Files.isExecutable(Path.of("/usr/bin/dot"));

  @Test
  void graphviz_draws_an_example() throws Exception {
    assumeTrue(INSTALLED, "Graphviz is not installed");

    assertThat(Svg.of(Topologies.example("two-back-ends")))
        .contains("<svg ", ">10.9.1.0/24</text>", "lo 10.9.100.1:80 (web)", ">/class0/</text>");
  }

  @Test
  void without_graphviz_it_says_how_to_get_it() {
    assumeTrue(!INSTALLED, "Graphviz is installed");

    assertThatThrownBy(() -> Svg.of(Topologies.example("two-back-ends")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("apt install graphviz");
  }
}
