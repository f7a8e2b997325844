package dev.mignet.topology.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.san.measure.Figure;
import dev.mignet.san.measure.Figure.Quantity;
import dev.mignet.san.measure.Floor;
import dev.mignet.san.measure.Judgement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FigureTextTest {

  private static Figure figure(Quantity quantity, @Nullable Double target, double measured) {
    Double error = target == null ? null : measured / target - 1;
    return new Figure(
        quantity, target, measured, 0.5 * measured, 2 * measured, error, Judgement.WITHIN, "");
  }

  @Test
  void each_quantity_has_a_fitting_unit() {
    Figure rate = figure(Quantity.RATE, 100e6, 99.5e6);
    assertThat(FigureText.target(rate)).isEqualTo("100.000 Mbit");
    assertThat(FigureText.measured(rate)).isEqualTo("99.500 Mbit");
    assertThat(FigureText.error(rate)).isEqualTo("-0.50 %");
    assertThat(FigureText.measured(figure(Quantity.RATE, null, 1.92e9))).isEqualTo("1.9200 Gbit");
    assertThat(FigureText.measured(figure(Quantity.RATE, null, 64e3))).isEqualTo("64.00 kbit");
    assertThat(FigureText.measured(figure(Quantity.DELAY, 8.5, 13.25))).isEqualTo("13.3 us");
    assertThat(FigureText.target(figure(Quantity.DELAY, 10_000.0, 10_013))).isEqualTo("10.000 ms");
    assertThat(FigureText.measured(figure(Quantity.LOSS, 0.01, 0.0102)))
        .isEqualTo("1.02 % (0.510 .. 2.04)");
  }

  @Test
  void what_is_not_there_is_not_shown() {
    assertThat(FigureText.target(figure(Quantity.RATE, null, 1e9))).isEqualTo("any");
    assertThat(FigureText.error(figure(Quantity.RATE, null, 1e9))).isEmpty();
    Figure none =
        new Figure(
            Quantity.LOSS, 0.0, null, null, null, null, Judgement.NOT_MEASURED, "nothing came");
    assertThat(FigureText.measured(none)).isEmpty();
    assertThat(FigureText.verdict(none.judgement())).isEqualTo("not measured");
  }

  @Test
  void a_floor_is_one_line() {
    assertThat(FigureText.floor(new Floor(12_640, 6_000, 34_000, 250_000.4, 1500, 0, 1)))
        .isEqualTo("12.6 us one way (6.0 us .. 34.0 us); 250000 packets a second of 1500 bytes");
  }
}
