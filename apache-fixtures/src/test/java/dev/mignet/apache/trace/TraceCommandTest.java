package dev.mignet.apache.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What needs no lab. */
class TraceCommandTest {

  @TempDir private Path folder;

  private record Result(int exitCode, String err) {}

  private static Result trace(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(Map.of()).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 1];
    all[0] = "trace";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Result(line.execute(all), err.toString());
  }

  @Test
  void a_folder_without_a_migration_says_so() {
    assertThat(trace(folder.toString()))
        .isEqualTo(new Result(1, "mignet: nothing that was captured migrates\n"));
  }

  @Test
  void a_file_that_is_no_capture_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("a.pcapng"), "no capture, but long enough");

    Result result = trace(file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("mignet: " + file + " is no complete pcapng file");
  }

  @Test
  void a_line_that_is_none_of_an_event_log_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("a.jsonl"), "{}\n");

    assertThat(trace(file.toString()))
        .isEqualTo(new Result(1, "mignet: " + file + ":1 is no line of an event log\n"));
  }

  @Test
  void a_time_to_wait_needs_a_unit() {
    Result result = trace("next", "--wait", "60");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("--wait: a duration needs a unit: \"60 s\"?");
  }
}
