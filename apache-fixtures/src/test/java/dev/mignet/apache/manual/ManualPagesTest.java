package dev.mignet.apache.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ManualPagesTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @Test
  void every_command_has_a_page_with_its_sections_and_options() throws IOException {
    ManualPages.main(new String[] {folder.toString()});

    assertThat(Files.readString(folder.resolve("mignet.adoc")))
        .contains("= mignet(1)", "== Synopsis", "== Exit status", "== Environment");
    for (CommandLine command : ManualPages.below(Main.commandLine(Map.of())).toList()) {
      String name = command.getCommandSpec().qualifiedName("-");
      String page = Files.readString(folder.resolve(name + ".adoc"));
      assertThat(page)
          .contains("= " + name + "(1)", "== Name", "== Description")
          .doesNotContain("${");
      command.getCommandSpec().options().stream()
          .filter(option -> !option.usageHelp())
          .forEach(
              option ->
                  assertThat(page)
                      .contains("*" + option.longestName() + "*", ManualPages.variable(option)));
    }
  }
}
