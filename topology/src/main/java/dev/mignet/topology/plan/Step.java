package dev.mignet.topology.plan;

import java.util.List;

/**
 * One step of a plan; either done or not done, never half.
 *
 * @param name unique in the plan, an imperative phrase such as {@code create node a}
 * @param reason why it is in the plan
 * @param action what is to be done
 * @param after the names of the steps that must be done before
 */
public record Step(String name, String reason, Action action, List<String> after) {

  /** Copies the list. */
  public Step {
    after = List.copyOf(after);
  }
}
