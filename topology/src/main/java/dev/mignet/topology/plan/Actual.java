package dev.mignet.topology.plan;

import java.util.Set;

/**
 * What exists of a lab already.
 *
 * @param done the names of the steps that were done
 */
public record Actual(Set<String> done) {

  /** Nothing exists. */
  public static final Actual NOTHING = new Actual(Set.of());

  /** Copies the set. */
  public Actual {
    done = Set.copyOf(done);
  }
}
