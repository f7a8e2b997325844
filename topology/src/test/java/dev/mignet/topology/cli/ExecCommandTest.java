package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.cli.Mignet.Result;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.testing.Topologies;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ExecCommandTest {

  @ParameterizedTest
  @CsvSource({
    "exec -t f a -- ls -l,            a, f,  '[ls, -l]'",
    "exec a -t f -- ls -l,            a, f,  '[ls, -l]'",
    "exec a -t f ls -t x,             a, f,  '[ls, -t, x]'",
    "exec a ls -t f,                  a,  ,  '[ls, -t, f]'",
    "exec a -- -t f,                  a,  ,  '[-t, f]'",
    "exec --topology=f a -- ls -- x,  a, f,  '[ls, --, x]'",
    "exec a sh -c --lab,              a,  ,  '[sh, -c, --lab]'",
    "exec -t f -- a ls,               a, f,  [ls]",
  })
  void options_of_mignet_stand_before_the_first_word_of_the_command(
      String line, String node, @Nullable String topology, String command) {
    CommandLine mignet = Main.commandLine(new LocalLabs(Topologies.CATALOGUE), name -> null);

    CommandSpec exec = mignet.parseArgs(line.split(" ", -1)).subcommand().commandSpec();
    assertThat(exec.positionalParameters().get(0).<String>getValue()).isEqualTo(node);
    assertThat(Objects.toString(exec.findOption("--topology").<Object>getValue(), ""))
        .isEqualTo(Objects.requireNonNullElse(topology, ""));
    assertThat(exec.positionalParameters().get(1).<Object>getValue()).hasToString(command);
  }

  @Test
  void what_is_neither_an_option_nor_behind_a_word_is_wrong_usage() {
    Result unknown = Mignet.run("exec", "a", "-l", "ls");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("Unknown option: '-l'");
    for (String[] words : new String[][] {{"exec", "a"}, {"exec", "a", "--"}}) {
      Result none = Mignet.run(words);
      assertThat(none.exitCode()).isEqualTo(2);
      assertThat(none.err()).startsWith("Missing required parameter: 'COMMAND'");
    }
  }
}
