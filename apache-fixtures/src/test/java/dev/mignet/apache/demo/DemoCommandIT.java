package dev.mignet.apache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The whole demonstration.
 *
 * <pre>
 *   client --- front --- lan --- a, b, c --- san
 * </pre>
 */
@RequiresRoot
class DemoCommandIT {

  @TempDir private Path captures;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int demo(String... arguments) {
    CommandLine line = new CommandLine(new DemoCommand(new LocalLabs()));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(
        Stream.concat(Stream.of("--captures", captures.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void everything_is_as_told_and_nothing_stays_but_the_captures() throws IOException {
    assertThat(demo("--server", "apache")).as(out::toString).isZero();
    assertThat(out.toString())
        .doesNotContain("FAILED")
        .containsPattern("fidelity of lab demo-\\w+ over ");
    assertNothingStaysButTheCaptures();
  }

  @Test
  void as_json_the_findings_are_alone_on_standard_output_also_without_apache() throws IOException {
    assertThat(demo("--server", "embedded", "--json")).as(err::toString).isZero();
    JsonObject result = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(result.getAsJsonArray("findings"))
        .isNotEmpty()
        .allMatch(finding -> finding.getAsJsonObject().get("holds").getAsBoolean());
    assertThat(result.getAsJsonObject("fidelity").has("level")).isTrue();
    assertThat(result.get("folder").getAsString()).startsWith(captures.toString());
    assertNothingStaysButTheCaptures();
  }

  private void assertNothingStaysButTheCaptures() throws IOException {
    assertThat(Labs.names()).noneMatch(DemoCommandIT::isMine);
    assertThat(NamespaceFiles.list("mignet-")).noneMatch(name -> isMine(name.substring(7)));
    assertThat(captured())
        .containsExactlyInAnyOrder(
            "a.pcapng",
            "b.pcapng",
            "c.pcapng",
            "client.pcapng",
            "front.pcapng",
            "a.jsonl",
            "b.jsonl",
            "c.jsonl",
            "demo.mignet.yaml");
  }

  @Test
  void a_server_that_does_not_exist_is_wrong_usage() {
    assertThat(demo("--server", "nginx")).isEqualTo(2);
    assertThat(err.toString()).contains("not a server: \"nginx\"; apache or embedded");
  }

  private static boolean isMine(String name) {
    return name.startsWith(
        "demo-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX));
  }

  /** The files of the only run. */
  private List<String> captured() throws IOException {
    try (Stream<Path> files = Files.walk(captures)) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }
}
