package dev.mignet.apache.bench.emulator;

import dev.mignet.nodes.process.JavaCommand;
import dev.mignet.topology.cli.Main;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code mignet} as a user does, by {@code scripts/mignet} where that started this process.
 *
 * @param output a file for what it says
 */
record MignetCommand(Path output) {

  /** Set by {@code scripts/mignet} to its own path. */
  private static final String LAUNCHER = "mignet.launcher";

  private static final double NANOS = 1e9;

  /** How long it took, from its start to its end; it must succeed. */
  double seconds(String... arguments) throws IOException, InterruptedException {
    List<String> words = words(arguments);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      int exit = process.waitFor();
      double seconds = (System.nanoTime() - start) / NANOS;
      if (exit != 0) {
        throw new LabException(
            "mignet "
                + arguments[0]
                + " ended with "
                + exit
                + ": "
                + Files.readString(output).strip());
      }
      return seconds;
    } catch (InterruptedException e) {
      process.destroy(); // "up" undoes what it has made
      process.onExit().join();
      throw e;
    }
  }

  private static List<String> words(String... arguments) {
    String launcher = System.getProperty(LAUNCHER);
    if (launcher == null) {
      return JavaCommand.of(
          Main.class.getName(), List.of(JavaCommand.C1_ONLY, "-Xmx256m"), List.of(arguments));
    }
    List<String> words = new ArrayList<>(List.of(launcher));
    words.addAll(List.of(arguments));
    return words;
  }
}
