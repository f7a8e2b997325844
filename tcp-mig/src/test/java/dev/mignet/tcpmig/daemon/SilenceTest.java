package dev.mignet.tcpmig.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
  private final Silence silence = new Silence(1000);

  @Test
  void a_node_that_leaves_all_questions_unanswered_for_so_long_is_dead() {
    silence.asked(2, 5000);
    silence.asked(2, 5999);
    assertThat(silence.isDead(2)).isFalse();
    silence.asked(2, 6000);
    assertThat(silence.isDead(2)).isTrue();
    assertThat(silence.isDead(3)).isFalse();
  }

  @Test
  void any_word_of_it_is_a_sign_of_life() {
    silence.asked(2, 5000);
    silence.heard(2);
    silence.asked(2, 6000);
    assertThat(silence.isDead(2)).isFalse();
    silence.asked(2, 7000);
    assertThat(silence.isDead(2)).isTrue();
    silence.heard(2);
    assertThat(silence.isDead(2)).isFalse();
  }

  @Test
  void a_node_that_nobody_asks_again_is_not_dead() {
    silence.asked(2, 5000);
    assertThat(silence.isDead(2)).isFalse();
  }
}
