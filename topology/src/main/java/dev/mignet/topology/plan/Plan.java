package dev.mignet.topology.plan;

import java.util.List;

/**
 * Steps towards a lab.
 *
 * @param lab the lab's name
 * @param steps every step behind those that it waits for
 */
public record Plan(String lab, List<Step> steps) {

  /** Copies the steps. */
  public Plan {
    steps = List.copyOf(steps);
  }
}
