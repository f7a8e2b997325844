package dev.mignet.topology.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a lab's figures can be trusted.
 *
 * @param level the worst of the reasons'
 * @param seconds that it is about
 * @param reasons why it is not valid, the worst first
 * @param unseen what could not be looked at, and why
 */
public record Verdict(Level level, double seconds, List<Reason> reasons, List<String> unseen) {

  /** Copies the lists. */
  public Verdict {
    reasons = List.copyOf(reasons);
    unseen = List.copyOf(unseen);
  }

  /**
   * Something that was not as the file says.
   *
   * @param of the node or end of a wire; empty: the machine
   * @param value what was found
   * @param threshold that it is above, in the same unit
   * @param text all of it in words
   */
  public record Reason(
      Level level, Measure measure, String of, double value, double threshold, String text) {}

  /**
   * For people: one line with the verdict, then one for each reason.
   *
   * @param what it is about, such as {@code lab x}
   */
  public List<String> lines(String what) {
    List<String> lines = new ArrayList<>();
    String word = level.name().toLowerCase(Locale.ROOT);
    lines.add(String.format(Locale.ROOT, "fidelity of %s over %.1f s: %s", what, seconds, word));
    reasons.forEach(reason -> lines.add("  " + reason.text()));
    unseen.forEach(blind -> lines.add("  not seen: " + blind));
    return lines;
  }
}
