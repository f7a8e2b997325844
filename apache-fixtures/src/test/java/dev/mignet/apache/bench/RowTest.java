package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.apache.bench.Row.Ratio;
import dev.mignet.apache.bench.Row.Target;
import dev.mignet.apache.bench.Row.Unit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

  private static Row row(String name, Unit unit, double value) {
    return Row.of(name, unit, Summary.of(List.of(value)));
  }

  private final Row direct = row("direct", Unit.MICROSECONDS, 200);

  @Test
  void a_ratio_is_judged_where_there_is_one() {
    Row migrated = row("migrated", Unit.MICROSECONDS, 320).comparedWith(direct, "direct");
    assertThat(migrated.ratio()).isEqualTo(new Ratio(1.6, "direct"));
    assertThat(migrated.atMost(1.7).target()).isEqualTo(new Target("<= 1.7x", true));
    assertThat(migrated.atMost(1.5).target()).isEqualTo(new Target("<= 1.5x", false));
    assertThat(migrated.atLeast(1.5).target()).isEqualTo(new Target(">= 1.5x", true));
  }

  @Test
  void the_median_is_judged_where_there_is_no_ratio() {
    assertThat(row("up", Unit.SECONDS, 1.9).atMost(2).target())
        .isEqualTo(new Target("<= 2.00 s", true));
  }

  @Test
  void a_report_is_a_line_a_figure() {
    Row migrated = row("migrated", Unit.MICROSECONDS, 400).comparedWith(direct, "direct");
    Machine machine = new Machine(2, "6.12", "17", 0.1, false);
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new Report(machine, List.of(direct, migrated.atMost(1.7)), List.of(), List.of())
        .table()
        .print(out);
    out.flush();
    assertThat(text.toString().lines().skip(1))
        .containsExactly(
            "direct    200 us  200 us .. 200 us  1",
            "migrated  400 us  400 us .. 400 us  1  2.00x direct  <= 1.7x  missed");
  }
}
