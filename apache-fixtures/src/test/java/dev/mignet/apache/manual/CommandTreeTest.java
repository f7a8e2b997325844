package dev.mignet.apache.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.cli.Main;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command must have, whoever adds it. */
class CommandTreeTest {

  /** Descriptions are read one below the other, in help and in manual pages. */
  private static final String SENTENCE = "[A-Z].*\\.";

  private final Map<String, String> environment = new HashMap<>();
  private final CommandLine mignet = Main.commandLine(environment);

  private Stream<CommandSpec> commands() {
    return ManualPages.below(mignet).map(CommandLine::getCommandSpec);
  }

  @Test
  void each_command_and_all_that_it_takes_is_described() {
    commands()
        .forEach(
            command -> {
              assertDescribed(command.name(), command.usageMessage().description());
              command
                  .args()
                  .forEach(a -> assertDescribed(command.name() + ": " + a, a.description()));
            });
  }

  private static void assertDescribed(String what, String[] description) {
    assertThat(description).as(what).isNotEmpty();
    assertThat(description[0]).as(what).matches(SENTENCE);
  }

  @Test
  void each_option_has_an_environment_variable_that_does_the_same() {
    commands()
        .forEach(
            command ->
                command.options().stream()
                    .filter(option -> !option.usageHelp())
                    .forEach(option -> assertVariable(command, option)));
  }

  private void assertVariable(CommandSpec command, OptionSpec option) {
    String variable = ManualPages.variable(option);
    Object usual = value(command, option);
    Object given = value(command, option, option.longestName() + '=' + sample(option));
    environment.put(variable, sample(option));
    Object found = value(command, option);
    environment.clear();
    assertThat(found)
        .as(variable + " of " + command.name())
        .isNotNull()
        .isNotEqualTo(usual)
        .isEqualTo(given);
  }

  @Test
  void whatever_prints_a_table_prints_json_too() {
    assertThat(commands().filter(c -> c.findOption("--json") != null).map(CommandSpec::name))
        .containsExactlyInAnyOrder(
            "status",
            "ps",
            "links",
            "links", // of bench
            "ping",
            "calibrate",
            "connections",
            "metrics",
            "faults",
            "plan",
            "doctor",
            "clean",
            "demo",
            "bench",
            "emulator",
            "migration",
            "queue");
  }

  /** What the option is after a command line with these words. */
  private @Nullable Object value(CommandSpec command, OptionSpec option, String... words) {
    List<String> names = List.of(command.qualifiedName().split(" "));
    List<String> line = new ArrayList<>(names.subList(1, names.size()));
    line.addAll(List.of(words));
    command.positionalParameters().stream()
        .filter(ArgSpec::required)
        .forEach(parameter -> line.add(sample(parameter)));
    mignet.parseArgs(line.toArray(String[]::new));
    return option.getValue();
  }

  /** A value that is not the default one. */
  private static String sample(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      String last = "";
      for (String candidate : argument.completionCandidates()) {
        last = candidate;
      }
      return last;
    }
    Class<?> type = argument.type();
    return type == boolean.class ? "true" : type == Long.class || type == double.class ? "7" : "x";
  }
}
