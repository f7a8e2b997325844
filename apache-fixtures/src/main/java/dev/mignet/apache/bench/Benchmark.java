package dev.mignet.apache.bench;

import dev.mignet.apache.bench.Report.Judged;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The whole benchmark: labs of one shape side by side, one without Mignet's daemons and rules and
 * one for each mechanism that this machine has, then labs that come and go.
 */
final class Benchmark {

  private static final String CLIENT = "client";

  /** The labs are measured in turn, so many times. */
  private static final int TURNS = 10;

  private final LabRunner labs;
  private final String name;
  private final Path folder;
  private final Counts counts;
  private final Stages stages;
  private final List<Row> rows = new ArrayList<>();
  private final List<Judged> verdicts = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * @param name which the labs' names begin with
   * @param folder for topologies and output, which stay there
   * @param progress told about each stage
   */
  Benchmark(LabRunner labs, String name, Path folder, Counts counts, Progress progress) {
    this.labs = labs;
    this.name = name;
    this.folder = folder;
    this.counts = counts;
    this.stages = new Stages(progress, 3 + counts.windows() + counts.labs());
  }

  /**
   * Measures everything; its labs are down then.
   *
   * @param machine as it was before
   */
  Report run(Machine machine) throws Exception {
    BenchTopology topology = new BenchTopology(folder);
    stages.next("bring labs up");
    Map<Mechanism, RunningLab> migrating = new LinkedHashMap<>();
    try (RunningLab plain = up(topology.unshaped(name + "-plain", Mechanism.AUTO))) {
      PlainLab.strip(plain);
      for (Mechanism mechanism : mechanisms()) {
        migrating.put(mechanism, up(topology.unshaped(name + "-" + mechanism.text(), mechanism)));
      }
      Map<Mechanism, Fidelity> before = fidelity(migrating);
      firstByte(migrating);
      Map<Mechanism, Fidelity> between = fidelity(migrating);
      throughput(plain, migrating);
      judge("time to first byte", false, before, between);
      judge("requests a second", true, between, fidelity(migrating));
    } finally {
      migrating.values().forEach(RunningLab::close);
    }
    lifecycle();
    remarks.add(
        "client link and LAN are unshaped, so that the wire does not limit requests; up and down"
            + " are of labs with 100 Mb/s wires");
    return new Report(machine, List.copyOf(rows), List.copyOf(verdicts), List.copyOf(remarks));
  }

  /** Translation works on any kernel. */
  private static List<Mechanism> mechanisms() {
    return Doctor.hasImposedIsn()
        ? List.of(Mechanism.IMPOSED_ISN, Mechanism.TRANSLATION)
        : List.of(Mechanism.TRANSLATION);
  }

  private RunningLab up(Path topology) {
    return labs.up(labs.read(topology), topology, Progress.SILENT);
  }

  private static Map<Mechanism, Fidelity> fidelity(Map<Mechanism, RunningLab> labs) {
    Map<Mechanism, Fidelity> now = new EnumMap<>(Mechanism.class);
    labs.forEach((mechanism, lab) -> now.put(mechanism, Fidelity.now(lab.lab())));
    return now;
  }

  private void judge(
      String what, boolean loaded, Map<Mechanism, Fidelity> from, Map<Mechanism, Fidelity> until) {
    until.forEach(
        (mechanism, end) -> {
          Fidelity begin = Objects.requireNonNull(from.get(mechanism));
          verdicts.add(new Judged(what + ", " + mechanism.text(), loaded, begin.until(end)));
        });
  }

  private void firstByte(Map<Mechanism, RunningLab> migrating) throws Exception {
    Map<RunningLab, FirstByteBenchmark> benchmarks = new LinkedHashMap<>();
    migrating.forEach((mechanism, lab) -> benchmarks.put(lab, firstByte(mechanism, lab)));
    stages.next("warm up");
    for (Map.Entry<RunningLab, FirstByteBenchmark> one : benchmarks.entrySet()) {
      one.getKey().inside(CLIENT, () -> one.getValue().warmUp(counts.warmUp()));
    }
    stages.next("time to first byte");
    for (int i = 0; i < TURNS; i++) {
      for (Map.Entry<RunningLab, FirstByteBenchmark> one : benchmarks.entrySet()) {
        one.getKey().inside(CLIENT, () -> one.getValue().measure(counts.requests() / TURNS));
      }
    }
    for (FirstByteBenchmark benchmark : benchmarks.values()) {
      rows.addAll(benchmark.rows());
      if (benchmark.strays() > 0) {
        remarks.add(
            benchmark.strays()
                + " of "
                + 4 * counts.requests()
                + " requests were not served where they should be, and are left out");
      }
    }
  }

  private static FirstByteBenchmark firstByte(Mechanism mechanism, RunningLab lab) {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    return new FirstByteBenchmark(
        mechanism, new InetSocketAddress(endpoint.address(), endpoint.port()));
  }

  private void throughput(RunningLab plain, Map<Mechanism, RunningLab> migrating)
      throws IOException, InterruptedException {
    ThroughputBenchmark benchmark = new ThroughputBenchmark(wrk(plain), migrating, Benchmark::wrk);
    for (int i = 1; i <= counts.windows(); i++) {
      stages.next("requests a second, round " + i);
      benchmark.measure(counts.windowSeconds());
    }
    rows.addAll(benchmark.rows());
    remarks.addAll(benchmark.remarks());
  }

  private static Wrk wrk(RunningLab lab) {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    return new Wrk(lab, CLIENT, endpoint.authority());
  }

  private void lifecycle() throws IOException, InterruptedException {
    LifecycleBenchmark benchmark = new LifecycleBenchmark(labs, name, folder);
    for (int i = 1; i <= counts.labs(); i++) {
      stages.next("labs up and down, round " + i);
      benchmark.measure();
    }
    rows.addAll(benchmark.rows());
  }

  /** Numbers the stages for the progress. */
  private static final class Stages {
    private final Progress progress;
    private final int count;
    private int begun;

    Stages(Progress progress, int count) {
      this.progress = progress;
      this.count = count;
    }

    void next(String stage) {
      if (Thread.interrupted()) {
        throw new LabException("stopped");
      }
      progress.step(++begun, count, stage);
    }
  }
}
