package dev.mignet.apache.bench;

import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.apache.server.ApacheService;
import dev.mignet.topology.spi.RunningLab;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Requests a second in short windows of three kinds, in turn: in a lab without daemons and rules,
 * and in one with them, direct and migrated.
 */
final class ThroughputBenchmark {

  private static final double LEAST = 0.75;
  private static final double LEAST_OF_DIRECT = 0.95;

  private final Wrk plain;
  private final Wrk migrating;
  private final Path targetsLog;
  private final List<Double> withoutMignet = new ArrayList<>();
  private final List<Double> direct = new ArrayList<>();
  private final List<Double> migrated = new ArrayList<>();
  private long wanted;
  private long moved;
  private long errors;

  /**
   * @param plain in the lab without Mignet
   * @param lab the lab with it
   * @param migrating in that lab
   */
  ThroughputBenchmark(Wrk plain, RunningLab lab, Wrk migrating) {
    this.plain = plain;
    this.migrating = migrating;
    this.targetsLog = ApacheService.accessLog(lab.folder(Request.TARGET));
  }

  /** One window of each kind. */
  void measure(int windowSeconds) throws IOException, InterruptedException {
    withoutMignet.add(perSecond(plain.run(Request.DIRECT.path(), true, windowSeconds)));
    direct.add(perSecond(migrating.run(Request.DIRECT.path(), true, windowSeconds)));
    long before = lines(targetsLog);
    WrkResult result = migrating.run(Request.MIGRATED.path(), true, windowSeconds);
    migrated.add(perSecond(result));
    // Connections come to the target by migration only.
    moved += lines(targetsLog) - before;
    wanted += result.requests();
  }

  private double perSecond(WrkResult result) {
    errors += result.errors();
    return result.perSecond();
  }

  private static long lines(Path file) throws IOException {
    long lines = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        lines += b == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  /** The figures, once measured. */
  List<Row> rows() {
    Row without = row("requests/s, 20 connections, without Mignet", withoutMignet);
    Row directRow = row("requests/s, 20 connections, direct", direct);
    return List.of(
        without,
        directRow.comparedWith(without, "without Mignet").atLeast(LEAST_OF_DIRECT),
        row("requests/s, 20 connections, migrated", migrated)
            .comparedWith(directRow, "direct")
            .atLeast(LEAST));
  }

  /** What a reader of the figures has to know. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        String.format(
            Locale.ROOT,
            "in the windows of migrated requests %.1f %% of %d requests migrated",
            Math.min(100.0, 100.0 * moved / Math.max(1, wanted)),
            wanted));
    if (errors > 0) {
      remarks.add("wrk reported " + errors + " errors");
    }
    return remarks;
  }

  private static Row row(String name, List<Double> perSecond) {
    return Row.of(name, Unit.PER_SECOND, Summary.of(perSecond));
  }
}
