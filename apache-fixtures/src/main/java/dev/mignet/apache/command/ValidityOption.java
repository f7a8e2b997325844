package dev.mignet.apache.command;

import dev.mignet.topology.fidelity.Level;
import dev.mignet.topology.fidelity.Verdict;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --require-valid}, for experiments that something else relies on. */
public final class ValidityOption {

  /** What {@code mignet status} ends with too. */
  private static final int NOT_VALID = 4;

  @Option(
      names = "--require-valid",
      description =
          "End with 4 where the machine did not keep up, so that the result is not valid.")
  private boolean required;

  /** What to end with when all else went well. */
  public int exitCode(List<Verdict> verdicts) {
    boolean valid = verdicts.stream().noneMatch(verdict -> verdict.level() == Level.INVALID);
    return valid || !required ? 0 : NOT_VALID;
  }
}
