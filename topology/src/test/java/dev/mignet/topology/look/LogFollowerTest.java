package dev.mignet.topology.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {

  private final StringWriter printed = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private Path a = Path.of("");
  private Path b = Path.of("");

  @BeforeEach
  void name_the_logs() {
    a = folder.resolve("a");
    b = folder.resolve("b");
  }

  private static void append(Path log, String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void each_piece_stands_under_the_name_of_its_file_once() throws IOException {
    LogFollower follower = new LogFollower(new PrintWriter(printed), List.of(a, b));

    append(a, "1\n");
    follower.printNews();
    append(a, "2\n");
    follower.printNews();
    append(b, "3\n");
    append(a, "4\n");
    follower.printNews();
    follower.printNews();

    assertThat(printed.toString())
        .isEqualTo("==> %s <==\n1\n2\n4\n==> %s <==\n3\n".formatted(a, b));
  }

  @Test
  void half_a_line_waits_for_its_end() throws IOException {
    LogFollower follower = new LogFollower(new PrintWriter(printed), List.of(a));

    append(a, "half");
    follower.printNews();
    assertThat(printed.toString()).isEmpty();
    append(a, " and half\n");
    follower.printNews();

    assertThat(printed.toString()).endsWith(" <==\nhalf and half\n");
  }

  @Test
  void a_log_that_is_begun_anew_is_printed_from_its_start() throws IOException {
    LogFollower follower = new LogFollower(new PrintWriter(printed), List.of(a));

    append(a, "a long line\n");
    follower.printNews();
    Files.writeString(a, "new\n");
    follower.printNews();

    assertThat(printed.toString()).endsWith("a long line\nnew\n");
  }
}
