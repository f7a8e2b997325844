package dev.mignet.san.measure;

import static dev.mignet.san.measure.Judgement.FLOOR;
import static dev.mignet.san.measure.Judgement.OFF;
import static dev.mignet.san.measure.Judgement.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JudgeTest {

  /** 12 us, 8 to 20; 250,000 packets of 1500 bytes a second: 3.08 Gb/s of 1538. */
  private static final Floor MACHINE = new Floor(12_000, 8_000, 20_000, 250_000, 1500, 0, 10_000);

  private static final int FRAME = 1538;
  private static final long MEGA = 1_000_000;

  private static Judge judge(long megabits, double delayMicros, double lost) {
    return new Judge(new Target(megabits * MEGA, delayMicros * 1000, lost), MACHINE);
  }

  private static Figure rate(long target, double measured) {
    return judge(target, 0, 0).rate(measured * MEGA, FRAME);
  }

  private static Figure delay(double targetMicros, double measuredMicros) {
    long[] sorted = new long[100];
    Arrays.fill(sorted, (long) (measuredMicros * 1000));
    return judge(0, targetMicros, 0).delay(sorted);
  }

  @Test
  void a_rate_is_within_one_per_cent_or_off() {
    assertThat(rate(100, 99.1).judgement()).isEqualTo(WITHIN);
    assertThat(rate(100, 98.9).judgement()).isEqualTo(OFF);
    assertThat(rate(100, 101.1).judgement()).isEqualTo(OFF);
    assertThat(rate(100, 99.5).error()).isCloseTo(-0.005, within(1e-9));
  }

  @Test
  void a_rate_that_no_wire_reaches_here_is_at_the_floor() {
    Figure figure = rate(10_000, 3000);
    assertThat(figure.judgement()).isEqualTo(FLOOR);
    assertThat(figure.why()).isEqualTo("a bare pair does no more than 3076 Mbit here");
    assertThat(rate(10_000, 1000).judgement()).isEqualTo(OFF);
    assertThat(rate(2_000, 1900).judgement()).isEqualTo(OFF);
  }

  @Test
  void a_wire_without_a_rate_is_about_as_fast_as_a_bare_pair() {
    assertThat(rate(0, 2000).judgement()).isEqualTo(WITHIN);
    assertThat(rate(0, 2000).target()).isNull();
    assertThat(rate(0, 100).judgement()).isEqualTo(OFF);
  }

  @Test
  void a_delay_is_within_5_per_cent_or_100_us_or_off() {
    assertThat(delay(10_000, 10_490).judgement()).isEqualTo(WITHIN);
    assertThat(delay(10_000, 9_400).judgement()).isEqualTo(OFF);
    assertThat(delay(10_000, 11_000).judgement()).isEqualTo(OFF);
    assertThat(delay(1_000, 1_099).judgement()).isEqualTo(WITHIN);
    assertThat(delay(1_000, 1_200).judgement()).isEqualTo(OFF);
  }

  @Test
  void a_delay_below_the_floor_is_never_within() {
    Figure myrinet = delay(8.5, 13);
    assertThat(myrinet.judgement()).isEqualTo(FLOOR);
    assertThat(myrinet.why())
        .isEqualTo(
            "8.5 us is below this machine's floor: the machine itself takes 12.0 us (8.0 us .. 20.0"
                + " us)");
    assertThat(delay(8.5, 8.5).judgement()).isEqualTo(FLOOR);
    assertThat(delay(15, 15).judgement()).isEqualTo(FLOOR);
    assertThat(delay(20, 30).judgement()).isEqualTo(WITHIN);
    assertThat(delay(0, 500).judgement()).isEqualTo(OFF);
  }

  @Test
  void what_the_machine_adds_is_not_held_against_the_wire() {
    Figure figure = delay(1_000, 1_105);
    assertThat(figure.judgement()).isEqualTo(FLOOR);
    assertThat(figure.why()).isEqualTo("the machine itself takes 12.0 us (8.0 us .. 20.0 us)");
  }

  @Test
  void delays_that_are_spread_are_as_good_as_their_median_is_known() {
    long[] sorted = new long[100];
    Arrays.setAll(sorted, i -> 8_000_000L + i * 100_000L); // 8 to 18 ms
    assertThat(judge(0, 12_000, 0).delay(sorted).judgement()).isEqualTo(WITHIN);
    assertThat(judge(0, 16_500, 0).delay(sorted).judgement()).isEqualTo(OFF);
  }

  @Test
  void a_loss_is_within_what_chance_explains_or_off() {
    assertThat(judge(0, 0, 0.01).loss(110, 10_000).judgement()).isEqualTo(WITHIN);
    assertThat(judge(0, 0, 0.01).loss(200, 10_000).judgement()).isEqualTo(OFF);
    assertThat(judge(0, 0, 0.01).loss(20, 10_000).judgement()).isEqualTo(OFF);
    assertThat(judge(0, 0, 0).loss(1, 10_000).judgement()).isEqualTo(OFF);
    assertThat(judge(0, 0, 0).loss(0, 10_000).judgement()).isEqualTo(WITHIN);
  }

  @Test
  void a_loss_that_a_bare_pair_has_too_is_at_the_floor() {
    Floor leaky = new Floor(12_000, 8_000, 20_000, 250_000, 1500, 5, 10_000);
    Judge judge = new Judge(new Target(0, 0, 0), leaky);
    assertThat(judge.loss(4, 10_000).judgement()).isEqualTo(FLOOR);
    assertThat(judge.loss(4, 10_000).why()).isEqualTo("a bare pair lost 5 of 10000 here");
    assertThat(judge.loss(100, 10_000).judgement()).isEqualTo(OFF);
  }
}
