package dev.mignet.topology.run;

import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How it is told that a process that was just started answers.
 *
 * @param probe asks once
 * @param pause between two questions
 * @param limit after which it has failed
 * @param settle how long the process must have lived, once it answers
 */
record Readiness(Probe probe, Duration pause, Duration limit, Duration settle) {

  /** Whether it answers; an exception means that it does not yet, and why. */
  @FunctionalInterface
  interface Probe {
    boolean isReady() throws IOException, InterruptedException;
  }

  /**
   * Returns when the process is ready.
   *
   * @param what of the process, for messages
   * @param logs whose last lines are shown when it fails
   * @throws LabException when the process ends before, or the limit is over
   */
  void await(String what, Process process, List<Path> logs) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String last = "";
    while (true) {
      try {
        if (probe.isReady() && !process.waitFor(settle.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (IOException e) {
        last = e.getMessage() == null ? e.toString() : e.getMessage();
      }
      if (!process.isAlive()) {
        throw new LabException(
            what + " ended with exit code " + process.exitValue() + LogTail.of(logs));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new LabException(
            what
                + " does not answer after "
                + DurationText.text(limit)
                + (last.isEmpty() ? "" : " (" + last + ')')
                + LogTail.of(logs));
      }
      Thread.sleep(pause.toMillis());
    }
  }
}
