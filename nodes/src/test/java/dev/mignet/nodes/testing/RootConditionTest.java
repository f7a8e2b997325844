package dev.mignet.nodes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RootConditionTest {
  @Test
  void without_root_a_test_is_skipped_and_says_why() {
    assertThat(RootCondition.evaluate(false, false).isDisabled()).isTrue();
    assertThat(RootCondition.evaluate(false, false).getReason())
        .hasValue("needs root: run the build with sudo");
  }

  @Test
  void where_root_is_required_a_test_fails_rather_than_being_skipped() {
    assertThatThrownBy(() -> RootCondition.evaluate(false, true)).hasMessageContaining("not root");
    assertThat(RootCondition.evaluate(true, true).isDisabled()).isFalse();
  }
}
