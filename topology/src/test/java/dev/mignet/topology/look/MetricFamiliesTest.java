package dev.mignet.topology.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricFamiliesTest {

  @Test
  void the_samples_of_all_nodes_stand_below_one_help() {
    String one =
        """
        # HELP x_total X.
        # TYPE x_total counter
        x_total{node="a"} 1
        # HELP y Y.
        # TYPE y gauge
        y{node="a"} 2
        """;
    String other = one.replace("\"a\"", "\"b\"");

    assertThat(MetricFamilies.join(List.of(one, other)))
        .isEqualTo(
            """
            # HELP x_total X.
            # TYPE x_total counter
            x_total{node="a"} 1
            x_total{node="b"} 1
            # HELP y Y.
            # TYPE y gauge
            y{node="a"} 2
            y{node="b"} 2
            """);
  }
}
