package dev.mignet.nodes.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class JffiTest {
  private static final String LIBRARY = "x86_64-Linux/libjffi-1.2.so";

  @TempDir Path folder;

  /** A process that does nothing else. */
  static final class OneCall {
    private OneCall() {}

    public static void main(String[] arguments) {
      System.out.println("closed: " + Syscalls.close(-1));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
  void a_library_that_is_unpacked_is_loaded_without_the_log_of_a_search() throws Exception {
    unpack();
    assertThat(output("-Djffi.boot.library.path=" + folder, "-Xlog:class+load"))
        .contains("closed: -9\n", "com.kenai.jffi.Foreign ")
        .doesNotContain("com.kenai.jffi.internal.StubLoader ", "java.util.logging.Logger ");
  }

  @Test
  void where_none_is_unpacked_jffi_unpacks_its_own() throws Exception {
    assertThat(output("-Djffi.boot.library.path=" + folder)).isEqualTo("closed: -9\n");
    assertThat(output("-Xshare:auto")).isEqualTo("closed: -9\n");
  }

  private void unpack() throws IOException {
    Path file = folder.resolve(LIBRARY);
    Files.createDirectories(requireNonNull(file.getParent()));
    try (InputStream packed = JffiTest.class.getResourceAsStream("/jni/" + LIBRARY)) {
      Files.copy(requireNonNull(packed), file);
    }
  }

  private static String output(String... options) throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.command().addAll(List.of(options));
    java.command()
        .addAll(List.of("-cp", System.getProperty("java.class.path"), OneCall.class.getName()));
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
