package dev.mignet.apache.bench.queue;

import dev.mignet.apache.bench.BenchTopology;
import dev.mignet.apache.bench.Machine;
import dev.mignet.apache.bench.PlainLab;
import dev.mignet.apache.bench.Report;
import dev.mignet.apache.bench.Report.Judged;
import dev.mignet.apache.bench.Row;
import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.apache.bench.Summary;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two labs of one shape: in one the daemons, in the other a C program at their queues, behind the
 * same rules. The client sends as many packets of a connection that nobody knows as it can; those
 * that find the queue full pass it and do not count.
 */
final class QueueBenchmark {

  private static final double LEAST = 1.3;
  private static final int WINDOW_SECONDS = 2;
  private static final double NANOS = 1e9;
  private static final String CLIENT = "client";

  /** Columns of /proc/net/netfilter/nfnetlink_queue (net/netfilter/nfnetlink_queue.c). */
  private static final int WAITING = 2;

  private static final int LAST_ID = 7;

  /** What comes behind the rules that are measured costs as little as can be. */
  private static final List<String> DROP_BEHIND =
      List.of("iptables", "-w", "-A", "INPUT", "-p", "tcp", "--dport", "80", "-j", "DROP");

  private final LabRunner labs;
  private final String name;
  private final Path folder;
  private final int rounds;
  private final Progress progress;
  private int stage;

  /**
   * @param name which the labs' names begin with
   * @param folder for topologies and programs, which stay there
   * @param rounds of both, in turn
   * @param progress told about each stage
   */
  QueueBenchmark(LabRunner labs, String name, Path folder, int rounds, Progress progress) {
    this.labs = labs;
    this.name = name;
    this.folder = folder;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Measures; its labs are down then.
   *
   * @param machine as it was before
   */
  Report run(Machine machine) throws Exception {
    next("compile");
    Path reader = CProgram.compile("reader", folder, "-lnetfilter_queue", "-lnfnetlink");
    Path flood = CProgram.compile("flood", folder);
    next("bring two labs up");
    try (RunningLab mignet = up("daemons");
        RunningLab other = up("library")) {
      PlainLab.endDaemons(other);
      for (String node : backEnds(other)) {
        Process started = other.start(node, NodeCommand.piped(List.of(reader.toString())));
        BufferedReader said = started.inputReader(StandardCharsets.US_ASCII);
        if (!"ready".equals(said.readLine())) {
          throw new LabException(
              "the program with libnetfilter_queue does not start: " + errors(started));
        }
      }
      next("warm up");
      perSecond(mignet, flood);
      perSecond(other, flood);
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      Fidelity before = Fidelity.now(mignet.lab());
      for (int i = 1; i <= rounds; i++) {
        next("packets a second, round " + i);
        ours.add(perSecond(mignet, flood));
        theirs.add(perSecond(other, flood));
      }
      Row library = Row.of("libnetfilter_queue, in C", Unit.PER_SECOND, Summary.of(theirs));
      Row daemon =
          Row.of("packet loop of the daemon", Unit.PER_SECOND, Summary.of(ours))
              .comparedWith(library, "libnetfilter_queue")
              .atLeast(LEAST);
      return new Report(
          machine,
          List.of(library, daemon),
          List.of(new Judged("the floods", before.until(Fidelity.now(mignet.lab())))),
          List.of());
    }
  }

  private RunningLab up(String suffix) throws IOException, InterruptedException {
    String labName = name + "-" + suffix;
    Path topology = new BenchTopology(folder).unshapedWithoutServers(labName);
    RunningLab lab = labs.up(labs.read(topology), topology, Progress.SILENT);
    try {
      for (String node : backEnds(lab)) {
        Process rule = lab.start(node, NodeCommand.piped(DROP_BEHIND));
        if (rule.waitFor() != 0) {
          throw new LabException("cannot add a rule at " + node + ": " + errors(rule));
        }
      }
      return lab;
    } catch (IOException | InterruptedException | LabException e) {
      lab.close();
      throw e;
    }
  }

  /** Packets that were given a verdict in a second, at all back-ends. */
  private static double perSecond(RunningLab lab, Path flood) throws Exception {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    Interface client = lab.lab().attachmentsOf(CLIENT).get(0).member();
    long before = handled(lab);
    long start = System.nanoTime();
    Process process =
        lab.start(
            CLIENT,
            NodeCommand.piped(
                List.of(
                    flood.toString(),
                    client.address().address().getHostAddress(),
                    endpoint.address().getHostAddress(),
                    Integer.toString(endpoint.port()),
                    Integer.toString(WINDOW_SECONDS))));
    if (process.waitFor() != 0) {
      throw new LabException("the flood failed: " + errors(process));
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    return (handled(lab) - before) / seconds;
  }

  private static long handled(RunningLab lab) throws Exception {
    long sum = 0;
    for (String node : backEnds(lab)) {
      sum += lab.inside(node, QueueBenchmark::handledHere);
    }
    return sum;
  }

  /** Packets of queue 0 of the thread's namespace that wait no more. */
  private static long handledHere() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue"))
            .strip()
            .split(" +", -1);
    return Long.parseLong(fields[LAST_ID]) - Long.parseLong(fields[WAITING]);
  }

  private static List<String> backEnds(RunningLab lab) {
    return lab.lab().endpoints().get(0).backEnds();
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private void next(String what) {
    if (Thread.interrupted()) {
      throw new LabException("stopped");
    }
    progress.step(++stage, 3 + rounds, what);
  }
}
