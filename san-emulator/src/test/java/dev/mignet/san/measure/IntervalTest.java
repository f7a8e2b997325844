package dev.mignet.san.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void a_share_lies_between_the_roots_of_wilsons_equation() {
    // (p - 0.01)^2 = z^2 p (1 - p) / 10000, z = 3.2905
    Interval interval = Interval.ofShare(100, 10_000);
    for (double root : new double[] {interval.low(), interval.high()}) {
      assertThat(Math.pow(root - 0.01, 2))
          .isCloseTo(3.2905 * 3.2905 * root * (1 - root) / 10_000, within(1e-12));
    }
    assertThat(interval.low()).isLessThan(0.01);
    assertThat(interval.high()).isGreaterThan(0.01);
  }

  @Test
  void none_and_all_may_be_exactly_so() {
    assertThat(Interval.ofShare(0, 1000).low()).isZero();
    assertThat(Interval.ofShare(0, 1000).high()).isCloseTo(0.0107, within(1e-4));
    assertThat(Interval.ofShare(1000, 1000).high()).isEqualTo(1);
    assertThat(Interval.ofShare(1, 1000).low()).isPositive();
  }

  @Test
  void the_true_share_is_inside_all_but_once_in_a_thousand_times() {
    SplittableRandom random = new SplittableRandom(7);
    long outside =
        LongStream.range(0, 5000)
            .filter(
                i -> {
                  long lost =
                      LongStream.range(0, 2000).filter(j -> random.nextDouble() < 0.05).count();
                  return !Interval.ofShare(lost, 2000).contains(0.05);
                })
            .count();
    assertThat(outside).isLessThan(15);
  }

  @Test
  void a_median_lies_between_two_of_the_values() {
    long[] sorted = LongStream.range(0, 100).toArray();
    assertThat(Interval.ofMedian(sorted)).isEqualTo(new Interval(33, 67));
    assertThat(Interval.ofMedian(new long[] {5})).isEqualTo(new Interval(5, 5));
  }

  @Test
  void the_distance_is_to_the_nearer_bound() {
    Interval interval = new Interval(2, 4);
    assertThat(interval.distance(1.5)).isEqualTo(0.5);
    assertThat(interval.distance(3)).isZero();
    assertThat(interval.distance(6)).isEqualTo(2);
  }
}
