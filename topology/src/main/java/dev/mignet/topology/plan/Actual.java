package dev.mignet.topology.plan;

import dev.mignet.topology.model.Lab;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What exists of a lab already.
 *
 * @param made what was made, in the order of the steps that did
 * @param doubtful what was being changed when that came to a stop: it may be there, wholly, in part
 *     or not at all
 */
public record Actual(List<Made> made, List<Made> doubtful) {
  /** Nothing exists. */
  public static final Actual NOTHING = new Actual(List.of(), List.of());

  /** Copies the lists. */
  public Actual {
    made = List.copyOf(made);
    doubtful = List.copyOf(doubtful);
  }

  boolean isNothing() {
    return made.isEmpty() && doubtful.isEmpty();
  }

  /** Something that exists, and the lab that it was made for. */
  record Made(Step step, Lab lab) {
    Map<String, String> traits() {
      return Traits.of(lab, step.action());
    }
  }

  /** Of a lab that is up. */
  public static Actual of(Lab lab) {
    return new Actual(steps(lab).toList(), List.of());
  }

  /**
   * Of a lab that was being changed.
   *
   * @param from what it was
   * @param to what it was to be
   * @param begun the names of the steps of both whose outcome was touched
   */
  public static Actual halfChanged(Lab from, Lab to, Collection<String> begun) {
    return new Actual(
        steps(from).filter(made -> !begun.contains(made.step().name())).toList(),
        Stream.concat(steps(from), steps(to))
            .filter(made -> begun.contains(made.step().name()))
            .toList());
  }

  private static Stream<Made> steps(Lab lab) {
    return Planner.plan(lab, NOTHING).steps().stream().map(step -> new Made(step, lab));
  }
}
