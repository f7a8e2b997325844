package dev.mignet.nodes.process;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How much all processes of a node together may use; what is empty is not limited.
 *
 * @param cpuPerMille thousandths of the time of one core, at least {@value #LEAST_CPU}; above 1000
 *     it is more than one core
 * @param memoryBytes of memory, page cache and files in tmpfs included; none of it is swapped out
 *     in exchange
 * @param pids processes and threads
 */
public record Limits(OptionalInt cpuPerMille, OptionalLong memoryBytes, OptionalInt pids) {
  /**
   * 1 %: the kernel grants no less than 1 ms a period, and no period is over {@code 100 ms} here.
   */
  public static final int LEAST_CPU = 10;

  public static final Limits NONE =
      new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty());

  /** These, and where they are silent, those below. */
  public Limits over(Limits below) {
    return new Limits(
        cpuPerMille.isPresent() ? cpuPerMille : below.cpuPerMille,
        memoryBytes.isPresent() ? memoryBytes : below.memoryBytes,
        pids.isPresent() ? pids : below.pids);
  }

  /** Whether nothing is limited. */
  public boolean isNone() {
    return cpuPerMille.isEmpty() && memoryBytes.isEmpty() && pids.isEmpty();
  }

  /** What is needed to keep them. */
  public Set<Controller> controllers() {
    EnumSet<Controller> controllers = EnumSet.noneOf(Controller.class);
    if (cpuPerMille.isPresent()) {
      controllers.add(Controller.CPU);
    }
    if (memoryBytes.isPresent()) {
      controllers.add(Controller.MEMORY);
    }
    if (pids.isPresent()) {
      controllers.add(Controller.PIDS);
    }
    return controllers;
  }

  /** For people, as a topology writes them: {@code cpu 25 %}, {@code memory 64 MiB}. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    cpuPerMille.ifPresent(
        value ->
            texts.add(
                "cpu " + BigDecimal.valueOf(value, 1).stripTrailingZeros().toPlainString() + " %"));
    memoryBytes.ifPresent(value -> texts.add("memory " + ByteSize.text(value)));
    pids.ifPresent(value -> texts.add("pids " + value));
    return texts;
  }
}
