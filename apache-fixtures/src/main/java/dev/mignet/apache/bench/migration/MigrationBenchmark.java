package dev.mignet.apache.bench.migration;

import dev.mignet.apache.bench.HttpConnection;
import dev.mignet.apache.bench.Machine;
import dev.mignet.apache.bench.PlainLab;
import dev.mignet.apache.bench.Report;
import dev.mignet.apache.bench.Report.Judged;
import dev.mignet.apache.bench.Row;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The whole benchmark: two labs of one shape side by side, one of them without daemons and with
 * HAProxy at the front-end; then one with wires of 100 Mb/s, whose servers take thousands of
 * connections.
 */
final class MigrationBenchmark {

  static final String CLIENT = "client";

  /** The back-end to which no connection is handed, and to which they migrate. */
  private static final String TARGET = "c";

  private static final String RESOURCE = "migration.mignet.yaml";
  private static final String PROXY =
      "exec: { name: haproxy, command: haproxy -db -f haproxy.cfg, ready: { port: 8001 } }";

  private final LabRunner labs;
  private final String name;
  private final Path folder;
  private final Extent extent;
  private final Progress progress;
  private final List<Row> rows = new ArrayList<>();
  private final List<Judged> verdicts = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int stage;

  /**
   * @param name which the labs' names begin with
   * @param folder for topologies, which stay there
   * @param progress told about each stage
   */
  MigrationBenchmark(LabRunner labs, String name, Path folder, Extent extent, Progress progress) {
    this.labs = labs;
    this.name = name;
    this.folder = folder;
    this.extent = extent;
    this.progress = progress;
  }

  /**
   * Measures everything; its labs are down then.
   *
   * @param machine as it was before
   */
  Report run(Machine machine) throws Exception {
    next("bring two labs up");
    try (RunningLab plain = up("plain", "unshaped", PROXY, "5 s", 2);
        RunningLab lab = up("lab", "unshaped", "", "5 s", 2)) {
      PlainLab.strip(plain);
      costs(plain, lab);
    }
    try (RunningLab lab = up("idle", "ethernet-100", "", "900 s", 1000)) {
      next("download");
      Downloads downloads = new Downloads(server(lab));
      inClient(lab, () -> downloads.measure(extent.downloads()));
      rows.addAll(downloads.rows());
      next("open idle connections, and have them migrate");
      IdleConnections idle = new IdleConnections(server(lab));
      inClient(lab, () -> idle.measure(extent.idleConnections()));
      rows.addAll(idle.rows());
      if (idle.unanswered() > 0) {
        remarks.add(
            idle.unanswered()
                + " idle connections had been closed by their server, and are left out");
      }
    }
    return new Report(machine, List.copyOf(rows), List.copyOf(verdicts), List.copyOf(remarks));
  }

  private void costs(RunningLab plain, RunningLab lab) throws Exception {
    RequestCost cost = new RequestCost(extent.sizes(), plain, lab);
    next("warm up");
    cost.warmUp(extent.warmUpSeconds());
    Fidelity before = Fidelity.now(lab.lab());
    for (int i = 1; i <= extent.rounds(); i++) {
      next("requests of all sizes and kinds, round " + i);
      cost.measure(extent.windowSeconds());
    }
    verdicts.add(new Judged("requests", true, before.until(Fidelity.now(lab.lab()))));
    rows.addAll(cost.rows());
    if (cost.errors() > 0) {
      remarks.add("wrk reported " + cost.errors() + " errors");
    }
  }

  /**
   * Throws where it was not served by whom it should be.
   *
   * @throws LabException naming both
   */
  static void mustBeServedRight(Contestant contestant, HttpConnection.Response response) {
    if (response.node().equals(TARGET) != contestant.isSwitched()) {
      throw new LabException(contestant.label() + ": a request was served by " + response.node());
    }
  }

  /** Something that needs the client's namespace. */
  private interface InClient {
    void run() throws Exception;
  }

  private static void inClient(RunningLab lab, InClient code) throws Exception {
    lab.inside(
        CLIENT,
        () -> {
          code.run();
          return true;
        });
  }

  private static InetSocketAddress server(RunningLab lab) {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    return new InetSocketAddress(endpoint.address(), endpoint.port());
  }

  private RunningLab up(
      String suffix, String wires, String proxy, String keepAlive, int connectionsOfThread)
      throws IOException {
    String labName = name + "-" + suffix;
    try (InputStream in =
        Objects.requireNonNull(MigrationBenchmark.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      Path topology =
          Files.writeString(
              folder.resolve(labName + ".mignet.yaml"),
              new String(in.readAllBytes(), StandardCharsets.UTF_8)
                  .replace("@NAME@", labName)
                  .replace("@WIRES@", wires)
                  .replace("@PROXY@", proxy)
                  .replace("@KEEP-ALIVE@", keepAlive)
                  .replace("@CONNECTIONS-A-THREAD@", Integer.toString(connectionsOfThread)));
      return labs.up(labs.read(topology), topology, Progress.SILENT);
    }
  }

  private void next(String what) {
    if (Thread.interrupted()) {
      throw new LabException("stopped");
    }
    progress.step(++stage, 4 + extent.rounds(), what);
  }
}
