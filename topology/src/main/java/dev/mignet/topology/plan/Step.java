package dev.mignet.topology.plan;

import java.util.List;

/**
 * One step of a plan; either done or not done, never half.
 *
 * @param name unique in the plan, an imperative phrase such as {@code create node a}
 * @param reason why it is in the plan
 * @param action what is to be done
 * @param after the names of the steps that must be done before
 * @param on the names of the steps that made what this one is about: where one of them is done
 *     anew, so must this be
 */
public record Step(String name, String reason, Action action, List<String> after, List<String> on) {
  /** Copies the lists. */
  public Step {
    after = List.copyOf(after);
    on = List.copyOf(on);
  }

  /** The step whose outcome it changes: itself, or the one that it undoes. */
  public String concerns() {
    return action instanceof Action.Undo undo ? undo.step() : name;
  }
}
