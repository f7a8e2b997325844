package dev.mignet.topology.run;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.topology.model.Words;
import dev.mignet.topology.yaml.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks by a command at the node whether a service answers: 0 is yes. Its last output is kept in a
 * log of its own.
 */
final class ReadinessCommand implements Readiness.Probe {

  private final ProcessLauncher launcher;
  private final NodeCommand command;
  private final Path log;
  private final Duration limit;

  /**
   * Asks by this command.
   *
   * @param log where its output goes
   * @param limit how long it may take
   */
  ReadinessCommand(ProcessLauncher launcher, NodeCommand command, Path log, Duration limit) {
    this.launcher = launcher;
    this.command = command;
    this.log = log;
    this.limit = limit;
  }

  @Override
  public boolean isReady() throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    Process process = launcher.start(command);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed("still runs after " + DurationText.text(limit));
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
