package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void an_odd_sample_has_its_middle_as_median() {
    assertThat(Summary.of(List.of(9.0, 1.0, 5.0, 7.0, 3.0)))
        .isEqualTo(new Summary(5, 3, 7, 1, 9, 5));
  }

  @Test
  void an_even_sample_is_interpolated() {
    assertThat(Summary.of(List.of(4.0, 1.0, 2.0, 3.0)))
        .isEqualTo(new Summary(2.5, 1.75, 3.25, 1, 4, 4));
  }

  @Test
  void one_value_is_all_there_is() {
    assertThat(Summary.of(List.of(8.0))).isEqualTo(new Summary(8, 8, 8, 8, 8, 1));
  }

  @Test
  void nothing_has_no_summary() {
    assertThatIllegalArgumentException().isThrownBy(() -> Summary.of(List.of()));
  }
}
