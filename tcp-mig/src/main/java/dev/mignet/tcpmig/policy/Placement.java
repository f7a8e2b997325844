package dev.mignet.tcpmig.policy;

import dev.mignet.tcpmig.settings.Otherwise;
import java.util.List;

/**
 * Where a request shall be served.
 *
 * @param targets the numbers of back-ends, 1..15, in the order in which they are asked; none: it
 *     stays where it landed
 * @param otherwise what is done where none of them takes it
 */
public record Placement(List<Integer> targets, Otherwise otherwise) {
  /** Where it landed. */
  public static final Placement STAY = new Placement(List.of(), Otherwise.SERVE);

  /** Copies the list. */
  public Placement {
    targets = List.copyOf(targets);
  }

  /** At that node, or else where it landed. */
  public static Placement at(int target) {
    return new Placement(List.of(target), Otherwise.SERVE);
  }

  /** The node that is asked first, 0 for none. */
  public int first() {
    return targets.isEmpty() ? 0 : targets.get(0);
  }
}
