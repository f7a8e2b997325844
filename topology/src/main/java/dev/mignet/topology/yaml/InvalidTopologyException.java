package dev.mignet.topology.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** The topology file is not valid; the command line's exit code 3. */
public final class InvalidTopologyException extends RuntimeException {

  private final transient List<Problem> problems;

  /**
   * Made from every problem found.
   *
   * @param problems at least one, sorted by place
   */
  public InvalidTopologyException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem of the file, sorted by place. */
  public List<Problem> problems() {
    return problems;
  }
}
