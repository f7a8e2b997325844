package dev.mignet.apache.bench;

import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.apache.server.ApacheService;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.spi.RunningLab;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Requests a second in short windows, in turn: in a lab without daemons and rules, and direct and
 * migrated in one of each mechanism.
 */
final class ThroughputBenchmark {

  private static final double LEAST = 0.75;
  private static final double LEAST_OF_DIRECT = 0.95;

  private final Wrk plain;
  private final List<Lab> labs;
  private final List<Double> withoutMignet = new ArrayList<>();
  private long errors;

  /** One of the labs that migrate, and what was measured in it. */
  private static final class Lab {
    private final Mechanism mechanism;
    private final Wrk wrk;
    private final Path targetsLog;
    private final List<Double> direct = new ArrayList<>();
    private final List<Double> migrated = new ArrayList<>();
    private long wanted;
    private long moved;

    Lab(Mechanism mechanism, RunningLab lab, Wrk wrk) {
      this.mechanism = mechanism;
      this.wrk = wrk;
      this.targetsLog = ApacheService.accessLog(lab.folder(Request.TARGET));
    }
  }

  /**
   * @param plain in the lab without Mignet
   * @param migrating the labs with it
   * @param wrk runs in a lab
   */
  ThroughputBenchmark(
      Wrk plain, Map<Mechanism, RunningLab> migrating, Function<RunningLab, Wrk> wrk) {
    this.plain = plain;
    this.labs =
        migrating.entrySet().stream()
            .map(lab -> new Lab(lab.getKey(), lab.getValue(), wrk.apply(lab.getValue())))
            .toList();
  }

  /** One window of each kind. */
  void measure(int windowSeconds) throws IOException, InterruptedException {
    withoutMignet.add(perSecond(plain.run(Request.DIRECT.path(), true, windowSeconds)));
    for (Lab lab : labs) {
      lab.direct.add(perSecond(lab.wrk.run(Request.DIRECT.path(), true, windowSeconds)));
      long before = lines(lab.targetsLog);
      WrkResult result = lab.wrk.run(Request.MIGRATED.path(), true, windowSeconds);
      lab.migrated.add(perSecond(result));
      // Connections come to the target by migration only.
      lab.moved += lines(lab.targetsLog) - before;
      lab.wanted += result.requests();
    }
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
    List<Row> rows = new ArrayList<>();
    Row without = row("without Mignet", withoutMignet);
    rows.add(without);
    for (Lab lab : labs) {
      Row direct =
          row("direct, " + lab.mechanism.text(), lab.direct)
              .comparedWith(without, "without Mignet");
      Row migrated =
          row("migrated, " + lab.mechanism.text(), lab.migrated).comparedWith(direct, "direct");
      boolean judged = lab.mechanism == Mechanism.IMPOSED_ISN;
      rows.add(judged ? direct.atLeast(LEAST_OF_DIRECT) : direct);
      rows.add(judged ? migrated.atLeast(LEAST) : migrated);
    }
    return rows;
  }

  /** What a reader of the figures has to know. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    for (Lab lab : labs) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "in the windows of migrated requests, %s, %.1f %% of %d requests migrated",
              lab.mechanism.text(),
              Math.min(100.0, 100.0 * lab.moved / Math.max(1, lab.wanted)),
              lab.wanted));
    }
    if (errors > 0) {
      remarks.add("wrk reported " + errors + " errors");
    }
    return remarks;
  }

  private static Row row(String name, List<Double> perSecond) {
    return Row.of("requests/s, 20 connections, " + name, Unit.PER_SECOND, Summary.of(perSecond));
  }
}
