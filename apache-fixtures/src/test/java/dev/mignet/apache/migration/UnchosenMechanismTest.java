package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.tcpmig.settings.Mechanism;
import org.junit.jupiter.api.Test;

class UnchosenMechanismTest {
  @Test
  void the_environment_says_it_or_leaves_it_to_the_daemons() {
    assertThat(UnchosenMechanism.of("translation")).isEqualTo(Mechanism.TRANSLATION);
    assertThat(UnchosenMechanism.of("imposed-isn")).isEqualTo(Mechanism.IMPOSED_ISN);
    assertThat(UnchosenMechanism.of("")).isEqualTo(Mechanism.AUTO);
    assertThat(UnchosenMechanism.of(null)).isEqualTo(Mechanism.AUTO);
    assertThatThrownBy(() -> UnchosenMechanism.of("magic"))
        .hasMessage("MIGNET_TEST_MECHANISM is no mechanism: magic");
  }
}
