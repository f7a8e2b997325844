package dev.mignet.topology.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.spi.Feature;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamespaceProbesTest {

  @Test
  void a_kernel_without_netem_leaves_links_to_the_engine_of_mignet() {
    Feature feature = NamespaceProbes.netem(Optional.of("shape lo: ENOENT (2)"));

    assertThat(feature.present()).isFalse();
    assertThat(feature.detail()).isEqualTo("shape lo: ENOENT (2)");
    assertThat(feature.cost()).contains("Mignet's own engine");
    assertThat(feature.remedy()).contains("modprobe sch_netem");
  }

  @Test
  void netem_that_can_be_set_costs_nothing() {
    assertThat(NamespaceProbes.netem(Optional.empty()))
        .isEqualTo(Feature.present("netem", "set on a link"));
  }
}
