package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

  @AfterEach
  void forget() {
    System.clearProperty("mignet.class-archive");
  }

  @Test
  void runs_the_class_in_this_java_and_this_class_path() {
    List<String> command = JavaCommand.of("a.B", List.of("-Dkey=value"), List.of("x y", "z"));
    assertThat(command.get(0)).isEqualTo(System.getProperty("java.home") + "/bin/java");
    assertThat(command).containsSubsequence("-Dkey=value", "-cp");
    assertThat(command.subList(command.indexOf("-cp") + 2, command.size()))
        .containsExactly("a.B", "x y", "z");
    assertThat(command.get(command.indexOf("-cp") + 1).split(":", -1))
        .allMatch(entry -> Path.of(entry).isAbsolute());
  }

  @Test
  void hands_the_class_archive_on_where_there_is_one() {
    assertThat(JavaCommand.of("a.B", List.of(), List.of()))
        .noneMatch(word -> word.contains("SharedArchiveFile"));
    System.setProperty("mignet.class-archive", "/some/classes.jsa");
    assertThat(JavaCommand.of("a.B", List.of(), List.of()))
        .contains("-Xshare:auto", "-XX:SharedArchiveFile=/some/classes.jsa");
  }
}
