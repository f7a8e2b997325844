package dev.mignet.apache.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the figures come from.
 *
 * @param cores that this process may use
 * @param kernel Linux's release
 * @param java the version of the Java that runs Mignet
 * @param load runnable processes in the minute before the benchmark, on average
 * @param busy whether that was so many that the figures are not to be trusted
 */
public record Machine(int cores, String kernel, String java, double load, boolean busy) {

  /** Others may have a quarter of the machine. */
  private static final double QUIET_SHARE = 0.25;

  /** This one, now. */
  static Machine probe() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    double load = firstNumber(Files.readString(Path.of("/proc/loadavg")));
    return new Machine(
        cores,
        System.getProperty("os.version"),
        Runtime.version().toString(),
        load,
        load > cores * QUIET_SHARE);
  }

  private static double firstNumber(String line) {
    return Double.parseDouble(line.split(" ", -1)[0]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d cores, Linux %s, Java %s, load average before the benchmark %.2f%s",
        cores,
        kernel,
        java,
        load,
        busy ? ": BUSY, do not trust the figures" : "");
  }
}
