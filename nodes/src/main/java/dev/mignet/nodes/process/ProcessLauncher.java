package dev.mignet.nodes.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts commands on a node: in its namespace, and in its cgroup <em>before</em> the command's
 * first instruction, so that nothing that it forks can escape.
 *
 * <p>The way there is a chain of exec calls, each keeping the process id: sh (joins the cgroup in
 * every tree that has it), setsid (only detached), nsenter (enters the namespace), the command. The
 * JVM's own threads stay out of the namespace: the JDK's process reaper, born by the thread that
 * starts a process, would otherwise keep it alive for a minute.
 */
public final class ProcessLauncher {
  /**
   * The arguments: the cgroup's folders, "--", the command. Constant, so nothing is ever
   * interpolated.
   */
  private static final String JOIN =
      "while [ \"$1\" != -- ]; do echo $$ > \"$1\"/cgroup.procs || exit; shift; done;"
          + " shift; exec \"$@\"";

  private static volatile boolean used;

  private final Path namespace;
  private final Cgroup cgroup;

  /**
   * @param namespace the file of the namespace, {@code NetworkNamespace.path(name)}
   * @param cgroup an existing group
   */
  public ProcessLauncher(Path namespace, Cgroup cgroup) {
    this.namespace = namespace;
    this.cgroup = cgroup;
  }

  /**
   * Of processes that stay in the namespace of this one.
   *
   * @param cgroup an existing group
   */
  public static ProcessLauncher here(Cgroup cgroup) {
    return new ProcessLauncher(Path.of("/proc/self/ns/net"), cgroup);
  }

  /**
   * Starts a command. Where the program does not exist, the process ends with exit code 127 and
   * says so on its error output.
   *
   * @return the running process; its id is the command's own
   * @throws IOException where the log cannot be opened or no process can be made
   */
  public Process start(NodeCommand command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(arguments(command));
    builder.environment().putAll(command.environment());
    if (command.directory() != null) {
      builder.directory(command.directory().toFile());
    }
    if (command.stdio() instanceof NodeCommand.Inherited) {
      builder.inheritIO();
    } else if (command.stdio() instanceof NodeCommand.Detached detached) {
      builder.redirectErrorStream(true);
      builder.redirectInput(new File("/dev/null"));
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(detached.log().toFile()));
    }
    used = true;
    return builder.start();
  }

  /** Whether this process has started any, which may live on. */
  public static boolean wasUsed() {
    return used;
  }

  private List<String> arguments(NodeCommand command) {
    List<String> arguments = new ArrayList<>(List.of("/bin/sh", "-c", JOIN, "sh"));
    cgroup.folders().forEach(folder -> arguments.add(folder.toString()));
    arguments.add("--");
    if (command.stdio() instanceof NodeCommand.Detached) {
      arguments.add("setsid");
    }
    arguments.addAll(List.of("nsenter", "--net=" + namespace, "--"));
    arguments.addAll(command.arguments());
    return arguments;
  }
}
