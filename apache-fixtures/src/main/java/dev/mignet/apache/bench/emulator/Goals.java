package dev.mignet.apache.bench.emulator;

import dev.mignet.apache.bench.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What labs of 100 nodes and more are meant to take, as far as it was measured. */
final class Goals {

  private static final int FROM = 100;
  private static final double OVER_MININET = 10;
  private static final double OVER_FORKED = 4;
  private static final double OF_FLOOR = 1.3;

  private final List<Figure> figures;

  private Goals(List<Figure> figures) {
    this.figures = figures;
  }

  static List<Goal> of(List<Figure> figures) {
    Goals goals = new Goals(figures);
    List<Goal> all = new ArrayList<>();
    figures.stream()
        .map(Figure::nodes)
        .filter(nodes -> nodes >= FROM)
        .distinct()
        .forEach(nodes -> goals.ofSize(nodes).forEach(all::add));
    return all;
  }

  private Stream<Goal> ofSize(int nodes) {
    String at = " at " + nodes;
    String mignet = CommandContestant.NAME;
    String library = LibraryContestant.NAME;
    Optional<Goal> forked =
        nodes == FROM
            ? ratio(Figure::up, Contestants.FORKED, mignet, nodes)
                .map(r -> Goal.atLeast("up" + at + ": forked / mignet", r, OVER_FORKED))
            : Optional.empty();
    return Stream.of(
            ratio(Figure::up, Contestants.MININET, mignet, nodes)
                .map(r -> Goal.atLeast("up" + at + ": mininet / mignet", r, OVER_MININET)),
            ratio(Figure::down, Contestants.MININET, mignet, nodes)
                .map(r -> Goal.atLeast("down" + at + ": mininet / mignet", r, OVER_MININET)),
            forked,
            ratio(Figure::up, library, Contestants.FLOOR, nodes)
                .map(r -> Goal.atMost("up" + at + ": without JVM start / C", r, OF_FLOOR)))
        .flatMap(Optional::stream);
  }

  private Optional<Double> ratio(
      Function<Figure, Summary> part, String one, String other, int nodes) {
    return find(one, nodes)
        .flatMap(a -> find(other, nodes).map(b -> part.apply(a).median() / part.apply(b).median()));
  }

  private Optional<Figure> find(String contestant, int nodes) {
    return figures.stream()
        .filter(f -> f.contestant().equals(contestant) && f.nodes() == nodes)
        .findFirst();
  }
}
