package dev.mignet.topology.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every problem of a file: exact message, line and column. The table is {@code problems.txt}:
 * {@code === what}, the file (with {@code \t} and {@code \}{@code u0001} for what must not stand in
 * a table), {@code ---}, what is reported.
 */
class ProblemsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void a_problem_is_reported_at_its_place(String what, String yaml, String problems) {
    assertThatThrownBy(() -> Topologies.read(yaml))
        .as(what)
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessage(problems);
  }

  static Stream<Arguments> table() throws IOException {
    try (InputStream file = ProblemsTest.class.getResourceAsStream("problems.txt")) {
      byte[] bytes = Objects.requireNonNull(file).readAllBytes();
      return Arrays.stream(new String(bytes, StandardCharsets.UTF_8).split("(?m)^=== "))
          .filter(entry -> !entry.isEmpty())
          .map(ProblemsTest::row);
    }
  }

  private static Arguments row(String entry) {
    int title = entry.indexOf('\n');
    int divider = entry.lastIndexOf("---\n"); // a file of two documents has one of its own
    String yaml = entry.substring(title + 1, divider);
    return Arguments.of(
        entry.substring(0, title),
        yaml.replace("\\t", "\t").replace("\\u0001", "\u0001"),
        entry.substring(divider + 4).stripTrailing());
  }
}
