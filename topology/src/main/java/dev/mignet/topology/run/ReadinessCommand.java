package dev.mignet.topology.run;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.topology.model.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Asks by a command at the node whether a service answers: 0 is yes. Its last output is kept in a
 * log of its own.
 */
final class ReadinessCommand implements Readiness.Probe {

  private static final long LIMIT_SECONDS = 10;

  private final ProcessLauncher launcher;
  private final NodeCommand command;
  private final Path log;

  /**
   * Asks by this command.
   *
   * @param log where its output goes
   */
  ReadinessCommand(ProcessLauncher launcher, NodeCommand command, Path log) {
    this.launcher = launcher;
    this.command = command;
    this.log = log;
  }

  @Override
  public boolean isReady() throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    Process process = launcher.start(command);
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw failed("still runs after " + LIMIT_SECONDS + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw failed("ended with exit code " + process.exitValue());
    }
    return true;
  }

  private IOException failed(String how) {
    return new IOException('"' + Words.join(command.arguments()) + "\" " + how);
  }
}
