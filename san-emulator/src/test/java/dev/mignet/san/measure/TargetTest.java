package dev.mignet.san.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mignet.san.Direction;
import dev.mignet.san.Impairments;
import dev.mignet.san.LinkModel;
import dev.mignet.san.LinkProfile;
import dev.mignet.san.Profiles;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final Duration ZERO = Duration.ZERO;
  private static final Duration TEN = Duration.ofMillis(10);
  private static final Duration FOUR = Duration.ofMillis(4);

  private static Target target(LinkProfile profile, Impairments impairments, boolean timed) {
    return Target.of(new Direction(profile, impairments), timed, false);
  }

  private static double delayMillis(Impairments impairments) {
    return target(Profiles.UNSHAPED, impairments, false).delayNanos() / 1e6;
  }

  @Test
  void a_delay_is_that_of_the_file_and_of_the_profile() {
    Impairments late = new Impairments(TEN, ZERO, 0, 0, 0, 0);
    assertThat(delayMillis(late)).isEqualTo(10);
    assertThat(target(Profiles.MYRINET_PCI64B, Impairments.NONE, false).delayNanos())
        .isEqualTo(8500);
  }

  @Test
  void a_lone_packet_takes_its_time_where_that_is_promised() {
    // 84 bytes, the least of a frame
    assertThat(target(Profiles.ETHERNET_100, Impairments.NONE, true).delayNanos())
        .isCloseTo(6720, within(0.1));
    assertThat(target(Profiles.ETHERNET_100, Impairments.NONE, false).delayNanos()).isZero();
  }

  @Test
  void the_median_of_a_mixture_is_told() {
    assertThat(delayMillis(new Impairments(TEN, FOUR, 0, 0, 0, 0))).isEqualTo(10);
    assertThat(delayMillis(new Impairments(TEN, ZERO, 0, 0, 0.25, 0))).isEqualTo(10);
    // a quarter at 0; a third of the others, from 6 to 14 ms, is below the median
    assertThat(delayMillis(new Impairments(TEN, FOUR, 0, 0, 0.25, 0)))
        .isCloseTo(6 + 8.0 / 3, within(1e-9));
    assertThat(delayMillis(new Impairments(TEN, FOUR, 0, 0, 0.6, 0))).isZero();
  }

  @Test
  void the_lost_share_is_what_the_model_loses() {
    Impairments all = new Impairments(ZERO, ZERO, 0.2, 0.3, 0, 0.1);
    LinkModel model = new LinkModel(Profiles.UNSHAPED, all, 5);
    int packets = 200_000;
    int lost = 0;
    for (int i = 0; i < packets; i++) {
      AtomicInteger unharmed = new AtomicInteger();
      model.put(
          100,
          i,
          (at, duplicate, bit) -> {
            if (bit == LinkModel.NONE) {
              unharmed.incrementAndGet();
            }
          });
      lost += unharmed.get() == 0 ? 1 : 0;
    }
    assertThat(target(Profiles.UNSHAPED, all, false).lostShare())
        .isBetween(Interval.ofShare(lost, packets).low(), Interval.ofShare(lost, packets).high());
  }
}
