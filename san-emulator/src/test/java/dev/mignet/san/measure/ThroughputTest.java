package dev.mignet.san.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThroughputTest {

  private static final long MICRO = 1_000L;

  private final Arrivals arrivals = new Arrivals(100_000);

  @Test
  void a_packet_each_123_us_is_8130_a_second() {
    for (int i = 0; i < 5000; i++) {
      arrivals.add(i, 0, i * 123L * MICRO);
    }
    assertThat(Throughput.packetsPerSecond(arrivals, 10, 0))
        .hasValueCloseTo(1e6 / 123, within(0.1));
  }

  @Test
  void what_passed_a_full_bucket_at_once_is_skipped() {
    for (int i = 0; i < 30; i++) {
      arrivals.add(i, 0, 0);
    }
    for (int i = 30; i < 200; i++) {
      arrivals.add(i, 0, (i - 29) * 1000L * MICRO);
    }
    assertThat(Throughput.packetsPerSecond(arrivals, 30, 0)).hasValueCloseTo(1000.0, within(1.0));
  }

  @Test
  void a_machine_that_stands_still_for_a_moment_changes_nothing() {
    for (int i = 0; i < 10_000; i++) {
      long stillFor = i < 5000 ? 0 : 300_000 * MICRO;
      arrivals.add(i, 0, i * 100L * MICRO + stillFor);
    }
    assertThat(Throughput.packetsPerSecond(arrivals, 0, 0)).hasValueCloseTo(10_000.0, within(5.0));
  }

  @Test
  void packets_that_are_meant_to_be_lost_behind_the_bucket_were_carried() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      if (random.nextDouble() >= 0.1) {
        arrivals.add(i, 0, i * 100L * MICRO);
      }
    }
    assertThat(Throughput.packetsPerSecond(arrivals, 0, 0.1))
        .hasValueCloseTo(10_000.0, within(10.0));
    assertThat(Throughput.packetsPerSecond(arrivals, 0, 0)).hasValueCloseTo(9_000.0, within(100.0));
    // more are lost than should be: those are not
    assertThat(Throughput.packetsPerSecond(arrivals, 0, 0.01).orElseThrow()).isLessThan(9_400);
  }

  @Test
  void few_packets_give_no_rate() {
    for (int i = 0; i < 20; i++) {
      arrivals.add(i, 0, i);
    }
    assertThat(Throughput.packetsPerSecond(arrivals, 0, 0)).isEmpty();
    assertThat(Throughput.packetsPerSecond(new Arrivals(5), 0, 0)).isEmpty();
  }

  @Test
  void a_second_one_of_a_packet_does_not_count() {
    arrivals.add(0, 0, 5);
    arrivals.add(0, 0, 7);
    arrivals.add(1, 2, 9);
    assertThat(arrivals.count()).isEqualTo(2);
    assertThat(arrivals.delays()).containsExactly(5, 7);
  }
}
