package dev.mignet.topology.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one file, so that all are reported at once. */
final class Problems {

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  /** For the file as the user named it. */
  Problems(String file) {
    this.file = file;
  }

  void add(Place place, String message) {
    found.add(new Problem(file, place.line(), place.column(), place.path(), message));
  }

  /** Throws {@link InvalidTopologyException} with what was collected, sorted by place, if any. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidTopologyException(
          found.stream()
              .distinct()
              .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
              .toList());
    }
  }
}
