package dev.mignet.apache.bench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.apache.bench.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalsTest {

  private static Figure figure(String contestant, int nodes, double up, double down) {
    return new Figure(contestant, nodes, Summary.of(List.of(up)), Summary.of(List.of(down)));
  }

  @Test
  void ratios_are_judged_from_100_nodes_on() {
    List<Figure> figures =
        List.of(
            figure(CommandContestant.NAME, 10, 0.3, 0.3),
            figure(Contestants.MININET, 10, 0.4, 0.4),
            figure(CommandContestant.NAME, 100, 0.5, 0.25),
            figure(LibraryContestant.NAME, 100, 0.2, 0.1),
            figure(Contestants.FLOOR, 100, 0.1, 0.1),
            figure(Contestants.FORKED, 100, 2, 2),
            figure(Contestants.MININET, 100, 5, 2));

    assertThat(Goals.of(figures))
        .containsExactly(
            new Goal("up at 100: mininet / mignet", 10, ">= 10.0x", true),
            new Goal("down at 100: mininet / mignet", 8, ">= 10.0x", false),
            new Goal("up at 100: forked / mignet", 4, ">= 4.0x", true),
            new Goal("up at 100: without JVM start / C", 2, "<= 1.3x", false));
  }

  @Test
  void nothing_is_judged_of_those_who_are_not_here() {
    List<Figure> figures = List.of(figure(CommandContestant.NAME, 100, 0.5, 0.25));

    assertThat(Goals.of(figures)).isEmpty();
  }
}
