package dev.mignet.apache.bench.queue;

import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A C program that is a resource of this package, compiled where it is needed. */
final class CProgram {

  private CProgram() {}

  /**
   * Compiles it.
   *
   * @param folder for source and program
   * @param libraries as the linker is told, such as {@code -lnfnetlink}
   * @throws LabException with what the compiler says
   */
  static Path compile(String name, Path folder, String... libraries)
      throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".c");
    try (InputStream content = CProgram.class.getResourceAsStream(name + ".c")) {
      Files.copy(Objects.requireNonNull(content, name), source);
    }
    Path program = folder.resolve(name);
    List<String> words =
        new ArrayList<>(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
    words.addAll(List.of(libraries));
    Path said = folder.resolve(name + ".log");
    Process compiler =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (compiler.waitFor() != 0) {
      throw new LabException(
          "cannot compile "
              + name
              + ".c (Debian, Ubuntu: apt install gcc libc6-dev libnetfilter-queue-dev): "
              + Files.readString(said).strip());
    }
    return program;
  }
}
