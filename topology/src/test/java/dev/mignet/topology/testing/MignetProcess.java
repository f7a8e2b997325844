package dev.mignet.topology.testing;

import dev.mignet.nodes.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@code mignet} as a process of its own, as a user does. */
public final class MignetProcess {

  private MignetProcess() {}

  /** Starts it; its output and errors, mixed, come from the process's input stream. */
  public static Process start(Map<String, String> environment, String... arguments)
      throws IOException {
    return start(List.of(), environment, arguments);
  }

  /** Starts it with its output and errors, mixed, in a file. */
  public static Process start(Path output, Map<String, String> environment, String... arguments)
      throws IOException {
    return builder(List.of(), environment, arguments).redirectOutput(output.toFile()).start();
  }

  /** Starts it through another program, such as {@code setpriv}. */
  public static Process start(
      List<String> through, Map<String, String> environment, String... arguments)
      throws IOException {
    return builder(through, environment, arguments).start();
  }

  private static ProcessBuilder builder(
      List<String> through, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(through);
    command.addAll(
        JavaCommand.of(
            "dev.mignet.topology.cli.Main", List.of(JavaCommand.C1_ONLY), List.of(arguments)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder;
  }

  /** All that it prints, once it has ended. */
  public static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
