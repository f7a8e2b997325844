package dev.mignet.apache.bench.queue;

import static java.util.stream.Collectors.toMap;

import dev.mignet.apache.bench.BenchTopology;
import dev.mignet.apache.bench.Machine;
import dev.mignet.apache.bench.PlainLab;
import dev.mignet.apache.bench.Report;
import dev.mignet.apache.bench.Report.Judged;
import dev.mignet.apache.bench.Row;
import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.apache.bench.Summary;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two labs of one shape: in one the daemons, in the other a C program at their queues, behind the
 * same rules. They are stopped while the client sends packets of a connection that nobody knows,
 * and then go on: what is timed is how long they take until all have been given their verdict.
 */
final class QueueBenchmark {

  private static final double LEAST = 1.3;

  /** So many fit into the receive buffer of a socket that is not read from. */
  private static final int BURST = 2000;

  private static final int BURSTS_OF_ROUND = 20;
  private static final long LIMIT_NANOS = 10_000_000_000L;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final double NANOS = 1e9;
  private static final String CLIENT = "client";

  /** A column of /proc/net/netfilter/nfnetlink_queue (net/netfilter/nfnetlink_queue.c). */
  private static final int WAITING = 2;

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
      Map<String, Integer> daemons = daemons(mignet);
      Map<String, Integer> readers = new HashMap<>();
      PlainLab.endDaemons(other);
      for (String node : backEnds(other)) {
        Process started = other.start(node, NodeCommand.piped(List.of(reader.toString())));
        readers.put(node, Math.toIntExact(started.pid()));
        BufferedReader said = started.inputReader(StandardCharsets.US_ASCII);
        if (!"ready".equals(said.readLine())) {
          throw new LabException(
              "the program with libnetfilter_queue does not start: " + errors(started));
        }
      }
      next("warm up");
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      measure(mignet, daemons, flood, ours);
      measure(other, readers, flood, theirs);
      ours.clear();
      theirs.clear();
      Fidelity before = Fidelity.now(mignet.lab());
      for (int i = 1; i <= rounds; i++) {
        next("packets a second, round " + i);
        measure(mignet, daemons, flood, ours);
        measure(other, readers, flood, theirs);
      }
      Row library = Row.of("libnetfilter_queue, in C", Unit.PER_SECOND, Summary.of(theirs));
      Row daemon =
          Row.of("packet loop of the daemon", Unit.PER_SECOND, Summary.of(ours))
              .comparedWith(library, "libnetfilter_queue")
              .atLeast(LEAST);
      return new Report(
          machine,
          List.of(library, daemon),
          List.of(new Judged("the floods", true, before.until(Fidelity.now(mignet.lab())))),
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

  /** By node, a process id each. */
  private static Map<String, Integer> daemons(RunningLab lab) {
    return Labs.state(lab.lab().name()).orElseThrow().processes().stream()
        .filter(process -> process.name().equals(LabState.DAEMON))
        .collect(toMap(ProcessState::node, process -> Math.toIntExact(process.pid())));
  }

  /** Packets that are given a verdict in a second, burst by burst. */
  private static void measure(
      RunningLab lab, Map<String, Integer> readers, Path flood, List<Double> perSecond)
      throws Exception {
    for (int i = 0; i < BURSTS_OF_ROUND; i++) {
      readers.values().forEach(reader -> Syscalls.kill(reader, SIGSTOP));
      send(lab, flood);
      perSecond.add(BURST * NANOS / drain(lab, readers));
    }
  }

  private static void send(RunningLab lab, Path flood) throws IOException, InterruptedException {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    Interface client = lab.lab().attachmentsOf(CLIENT).get(0).member();
    Process process =
        lab.start(
            CLIENT,
            NodeCommand.piped(
                List.of(
                    flood.toString(),
                    client.address().address().getHostAddress(),
                    endpoint.address().getHostAddress(),
                    Integer.toString(endpoint.port()),
                    Integer.toString(BURST))));
    if (process.waitFor() != 0) {
      throw new LabException("the flood failed: " + errors(process));
    }
  }

  /** Lets readers go on; nanoseconds until no packet waits. */
  private static long drain(RunningLab lab, Map<String, Integer> readers) throws Exception {
    String busy = "";
    for (String node : backEnds(lab)) {
      if (lab.inside(node, QueueBenchmark::waitingHere) > 0) {
        busy = node; // all packets are of one connection
      } else {
        Syscalls.kill(Objects.requireNonNull(readers.get(node)), SIGCONT);
      }
    }
    if (busy.isEmpty()) {
      throw new LabException("no packet waits");
    }
    int reader = Objects.requireNonNull(readers.get(busy));
    return lab.inside(
        busy,
        () -> {
          int waiting = waitingHere();
          if (waiting != BURST) {
            throw new LabException(waiting + " packets wait in place of " + BURST);
          }
          long start = System.nanoTime();
          Syscalls.kill(reader, SIGCONT);
          while (waitingHere() > 0) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
              throw new LabException("packets wait for ever");
            }
          }
          return System.nanoTime() - start;
        });
  }

  /** Packets that wait in queue 0 of the thread's namespace. */
  private static int waitingHere() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue"))
            .strip()
            .split(" +", -1);
    return Integer.parseInt(fields[WAITING]);
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
