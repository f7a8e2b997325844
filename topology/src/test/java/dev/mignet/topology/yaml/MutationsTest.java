package dev.mignet.topology.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Actual;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Good files, changed at random: whatever comes of it is a plan or a list of problems, and nothing
 * else. What fails tells its seed, for {@link #mutant}.
 */
class MutationsTest {

  private static final int MUTANTS = 10_000;
  private static final int MOST_CHANGES = 2;

  private static final List<Path> GOOD =
      List.of(
          Path.of("examples/two-back-ends.mignet.yaml"),
          Path.of("examples/three-back-ends.mignet.yaml"),
          Path.of("src/test/resources/dev/mignet/topology/yaml/every-key.mignet.yaml"));

  private static final Pattern TOKENS =
      Pattern.compile("(?<=\\n)|(?=\\n)|(?<=[ \\[\\]{},:\"'/.])|(?=[ \\[\\]{},:\"'/.])");

  /** Values of other types than was meant, out of bounds, and what YAML gives a meaning. */
  private static final List<String> ODD =
      List.of(
          "0",
          "-1",
          "1.5",
          "1e9",
          "99999999999999999999",
          "0x1f",
          "017",
          "1:30",
          ".inf",
          ".nan",
          "null",
          "~",
          "true",
          "yes",
          "''",
          "\"\"",
          "{}",
          "[]",
          "{x: y}",
          "[1, [2]]",
          "- ",
          "? ",
          "&x ",
          "*x",
          "!!int ",
          "!!binary ",
          "!mine ",
          "| ",
          "> ",
          "#",
          "%",
          "@",
          "`",
          "<<",
          "\t",
          "2001-01-01",
          "10.9.1.0/8",
          "0.0.0.0/0",
          "255.255.255.255/30",
          "fd00::1/64",
          "::1",
          "5 s",
          "10 Mbit",
          "100 %",
          "-5 %",
          "1 GiB",
          "lo",
          "a:lo",
          "a",
          "b:eth0",
          "../x",
          "/etc/x",
          "daemon",
          "exec",
          "apache",
          "ethernet-100",
          "\u00e4",
          "\ud83d\ude00",
          "a\\nb",
          "\"\\0\"");

  static List<String> good() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : GOOD) {
      texts.add(Files.readString(file));
    }
    return texts;
  }

  /** The good files with one or two changes; the same for the same seed. */
  static String mutant(List<String> good, long seed) {
    Random random = new Random(seed);
    String text = good.get(random.nextInt(good.size()));
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      text = random.nextInt(3) == 0 ? changeLine(text, random) : changeToken(text, random);
    }
    return text;
  }

  private static String changeLine(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return text;
    }
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.set(at, " ".repeat(1 + random.nextInt(3)) + line);
      case 3 -> lines.set(at, line.replaceFirst("^ {1,2}", ""));
      case 4 -> lines.add(random.nextInt(lines.size()), line);
      default -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
    }
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static String changeToken(String text, Random random) {
    List<String> tokens = new ArrayList<>(List.of(TOKENS.split(text)));
    int at = random.nextInt(tokens.size());
    String token = tokens.get(at);
    switch (random.nextInt(6)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, token);
      case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      case 3 -> tokens.set(at, '[' + token + ']');
      case 4 -> tokens.set(at, token + ODD.get(random.nextInt(ODD.size())));
      default -> tokens.set(at, ODD.get(random.nextInt(ODD.size())));
    }
    return String.join("", tokens);
  }

  @Test
  void whatever_is_changed_in_a_good_file_there_is_a_plan_or_a_list_of_problems()
      throws IOException {
    List<String> good = good();
    int plans = 0;
    for (long seed = 0; seed < MUTANTS; seed++) {
      String text = mutant(good, seed);
      try {
        Lab lab = Topologies.read(text);
        assertThat(Planner.plan(lab, Actual.NOTHING).steps()).isNotEmpty();
        plans++;
      } catch (InvalidTopologyException e) {
        assertThat(e.problems()).as("seed " + seed).isNotEmpty().allMatch(MutationsTest::isTold);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ": " + e + "\n" + text, e);
      }
    }
    // Neither kind is so rare that nothing is tested of it.
    assertThat(plans).isBetween(MUTANTS / 20, MUTANTS * 19 / 20);
  }

  private static boolean isTold(Problem problem) {
    String message = problem.message();
    return problem.line() > 0
        && problem.column() > 0
        && !message.isBlank()
        && !message.contains("Exception")
        && !message.contains("java.");
  }
}
