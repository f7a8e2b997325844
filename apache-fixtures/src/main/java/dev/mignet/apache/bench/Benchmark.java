package dev.mignet.apache.bench;

import dev.mignet.apache.bench.Report.Judged;
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
import java.util.List;

/**
 * The whole benchmark: two labs of one shape side by side, one of them without Mignet's daemons and
 * rules, then labs that come and go.
 */
final class Benchmark {

  private static final String CLIENT = "client";

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
    stages.next("bring two labs up");
    try (RunningLab plain = up(topology.unshaped(name + "-plain"));
        RunningLab lab = up(topology.unshaped(name + "-lab"))) {
      PlainLab.strip(plain);
      Fidelity before = Fidelity.now(lab.lab());
      firstByte(lab);
      Fidelity between = Fidelity.now(lab.lab());
      throughput(plain, lab);
      verdicts.add(new Judged("time to first byte", false, before.until(between)));
      verdicts.add(new Judged("requests a second", true, between.until(Fidelity.now(lab.lab()))));
    }
    lifecycle();
    remarks.add(
        "client link and LAN are unshaped, so that the wire does not limit requests; up and down"
            + " are of labs with 100 Mb/s wires");
    return new Report(machine, List.copyOf(rows), List.copyOf(verdicts), List.copyOf(remarks));
  }

  private RunningLab up(Path topology) {
    return labs.up(labs.read(topology), topology, Progress.SILENT);
  }

  private void firstByte(RunningLab lab) throws Exception {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    FirstByteBenchmark benchmark =
        new FirstByteBenchmark(new InetSocketAddress(endpoint.address(), endpoint.port()));
    stages.next("warm up");
    lab.inside(
        CLIENT,
        () -> {
          benchmark.warmUp(counts.warmUp());
          return true;
        });
    stages.next("time to first byte");
    lab.inside(
        CLIENT,
        () -> {
          benchmark.measure(counts.requests());
          return true;
        });
    rows.addAll(benchmark.rows());
    if (benchmark.strays() > 0) {
      remarks.add(
          benchmark.strays()
              + " of "
              + 4 * counts.requests()
              + " requests were not served where they should be, and are left out");
    }
  }

  private void throughput(RunningLab plain, RunningLab lab)
      throws IOException, InterruptedException {
    ThroughputBenchmark benchmark = new ThroughputBenchmark(wrk(plain), lab, wrk(lab));
    for (int i = 1; i <= counts.windows(); i++) {
      stages.next("requests a second, round " + i);
      benchmark.measure(counts.windowSeconds());
    }
    rows.addAll(benchmark.rows());
    remarks.addAll(benchmark.remarks());
  }

  private static Wrk wrk(RunningLab lab) {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    return new Wrk(lab, CLIENT, endpoint.address().getHostAddress() + ":" + endpoint.port());
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
