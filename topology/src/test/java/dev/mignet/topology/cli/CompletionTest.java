package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of {@code mignet completion}, in real shells. */
class CompletionTest {

  /**
   * What bash does at a Tab: calls the function with the words, the last of them incomplete. Only
   * bash itself may call compopt.
   */
  private static final String BASH =
      """
      source "$1"; shift
      compopt() { :; }
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      $(complete -p mignet | sed 's/.*-F \\([^ ]*\\).*/\\1/') && printf '%s\\n' "${COMPREPLY[@]}"
      """;

  /**
   * An interactive zsh on a pseudo-terminal of its own gets the words and a Tab, and then Ctrl-A,
   * "echo got:" and Return. It reads keys one by one from the time on when it shows its prompt.
   */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      read_until() { zpty -r shell output "*$1*" && print -r -- "$output" }
      zpty shell zsh -f -i
      zpty -w shell "autoload -Uz compinit; compinit -u -D; source $1; unsetopt beep; PS1='re''ady> '"
      read_until 'ready> '
      zpty -w -n shell "$2"$'\\t\\x01echo got: \\n'
      read_until $'\\ngot: '
      read_until 'ready> '
      zpty -d shell
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private static Stream<List<String>> lines() {
    return Stream.of(
        List.of("mignet conn", "connections"),
        List.of("mignet status --j", "--json"),
        List.of("mignet graph --format m", "mermaid"),
        List.of("mignet completion z", "zsh"),
        List.of("mignet exec --topo", "--topology"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void bash_completes_commands_options_and_their_values(List<String> line) throws Exception {
    assertThat(bash(line.get(0)).lines()).containsExactly(line.get(1));
  }

  @Test
  void bash_offers_all_that_fits() throws Exception {
    assertThat(bash("mignet c").lines())
        .containsExactlyInAnyOrder("calibrate", "capture", "connections", "clean", "completion");
    assertThat(bash("mignet up -").lines())
        .containsExactlyInAnyOrder(
            "-t", "--topology", "--lab", "--faults", "--timeout", "-h", "--help");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void zsh_completes_commands_options_and_their_values(List<String> line) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");
    String start = line.get(0).substring(0, line.get(0).lastIndexOf(' ') + 1);
    assertThat(run("timeout", "60", "zsh", "-f", "-c", ZSH, "zsh", script("zsh"), line.get(0)))
        .contains(start + line.get(1));
  }

  private String bash(String line) throws Exception {
    return run(
        Stream.concat(
                Stream.of("timeout", "60", "bash", "-c", BASH, "bash", script("bash")),
                Arrays.stream(line.split(" ", -1)))
            .toArray(String[]::new));
  }

  private String script(String shell) throws IOException {
    return Files.writeString(folder.resolve(shell), Mignet.run("completion", shell).out())
        .toString();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
