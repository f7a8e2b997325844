package dev.mignet.nodes.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command to run on a node.
 *
 * @param arguments the program and its arguments, passed as they are (no shell sees them)
 * @param environment added to the environment of this process
 * @param directory where it starts; null for this process's own
 * @param stdio where its input comes from and its output goes
 */
public record NodeCommand(
    List<String> arguments,
    Map<String, String> environment,
    @Nullable Path directory,
    Stdio stdio) {
  /** Standard input and output of a command. */
  public sealed interface Stdio {}

  /** This process's own: for an interactive shell. */
  public record Inherited() implements Stdio {}

  /** Pipes to this process, by {@link Process#getInputStream} and so on. */
  public record Piped() implements Stdio {}

  /**
   * Detached, for a daemon: in a session of its own (so that Ctrl-C at the terminal does not reach
   * it), no input, both outputs appended to a file.
   */
  public record Detached(Path log) implements Stdio {}

  public NodeCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }

  public static NodeCommand inherited(List<String> arguments) {
    return new NodeCommand(arguments, Map.of(), null, new Inherited());
  }

  public static NodeCommand piped(List<String> arguments) {
    return new NodeCommand(arguments, Map.of(), null, new Piped());
  }

  public static NodeCommand detached(Path log, List<String> arguments) {
    return new NodeCommand(arguments, Map.of(), null, new Detached(log));
  }

  public NodeCommand withEnvironment(Map<String, String> environment) {
    return new NodeCommand(arguments, environment, directory, stdio);
  }

  public NodeCommand withDirectory(Path directory) {
    return new NodeCommand(arguments, environment, directory, stdio);
  }
}
