package dev.mignet.topology.run;

import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Waits until a process that was just started answers. */
final class Readiness {

  private static final long PAUSE_MILLIS = 5;

  private Readiness() {}

  /** Whether it answers; an exception means that it does not yet, and why. */
  @FunctionalInterface
  interface Probe {
    boolean isReady() throws IOException;
  }

  /**
   * Returns when the probe says so.
   *
   * @param what of the process, for messages
   * @param logs whose last lines are shown when it fails
   * @throws LabException when the process ends before, or the limit is over
   */
  static void await(String what, Process process, Duration limit, List<Path> logs, Probe probe)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String last = "";
    while (true) {
      try {
        if (probe.isReady()) {
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
                + limit.toSeconds()
                + " s"
                + (last.isEmpty() ? "" : " (" + last + ')')
                + LogTail.of(logs));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
