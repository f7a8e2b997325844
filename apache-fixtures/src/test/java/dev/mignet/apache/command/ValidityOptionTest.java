package dev.mignet.apache.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.fidelity.Level;
import dev.mignet.topology.fidelity.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ValidityOptionTest {

  private static final Verdict DEGRADED = new Verdict(Level.DEGRADED, 1, List.of(), List.of());
  private static final Verdict INVALID = new Verdict(Level.INVALID, 1, List.of(), List.of());

  @Command
  private static final class Experiment {
    @Mixin private final ValidityOption validity = new ValidityOption();
  }

  private static int exitCode(List<Verdict> verdicts, String... arguments) {
    Experiment experiment = new Experiment();
    new CommandLine(experiment).parseArgs(arguments);
    return experiment.validity.exitCode(verdicts);
  }

  @Test
  void only_an_invalid_result_fails_and_only_where_a_valid_one_is_required() {
    assertThat(exitCode(List.of(DEGRADED, INVALID), "--require-valid")).isEqualTo(4);
    assertThat(exitCode(List.of(DEGRADED), "--require-valid")).isZero();
    assertThat(exitCode(List.of(), "--require-valid")).isZero();
    assertThat(exitCode(List.of(INVALID))).isZero();
  }
}
