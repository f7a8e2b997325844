package dev.mignet.apache.demo;

import dev.mignet.apache.capture.Captures;
import dev.mignet.apache.capture.ClientView;
import dev.mignet.apache.files.FileSet;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The demonstration in a lab that is up: four scenes, driven by curl from the client, then what the
 * captures say of them.
 */
final class Demonstration {

  private static final String CLIENT = "client";

  /** Where the policy of the topology sends the classes. */
  private static final String CLASS_0_GOES_TO = "c";

  private static final String CLASS_3_GOES_TO = "a";

  private static final int REPETITIONS = 15;

  private static final FileSet.Entry CLASS_2 = file(2, 0);
  private static final FileSet.Entry CLASS_0 = file(0, 8);
  private static final FileSet.Entry BIG = new FileSet.Entry("class0/big", FileSet.BIG);

  /**
   * Class 0 goes to one back-end and class 3 to another, so that the connection moves each time.
   */
  private static final List<FileSet.Entry> BACK_AND_FORTH =
      List.of(file(2, 0), file(0, 1), file(3, 0), file(0, 2), file(3, 1), file(0, 3));

  private final RunningLab lab;
  private final Path folder;
  private final PrintWriter out;

  /**
   * @param folder for the captures
   * @param out is told each scene as it happens
   */
  Demonstration(RunningLab lab, Path folder, PrintWriter out) {
    this.lab = lab;
    this.folder = folder;
    this.out = out;
  }

  private static FileSet.Entry file(int fileClass, int file) {
    return new FileSet.Entry("class" + fileClass + "/file" + file, FileSet.size(fileClass, file));
  }

  /** Plays the scenes and returns what was found. */
  List<Finding> run() throws IOException, InterruptedException {
    GenericEndpoint endpoint = lab.lab().endpoints().get(0);
    Path bodies = Files.createTempDirectory("mignet-demo");
    try {
      Captures captures = Captures.start(lab, folder);
      Curl curl = new Curl(lab, CLIENT, endpoint.authority(), bodies);
      List<Transfer> staying = new ArrayList<>();
      List<Transfer> moving = new ArrayList<>();
      curl.get(CLASS_2); // the first request of a server is slower than those after it
      tell(
          "a request of class 2 and one of class 0, each on a new connection, %d times",
          REPETITIONS);
      for (int i = 0; i < REPETITIONS; i++) {
        staying.add(curl.get(CLASS_2));
        moving.add(curl.get(CLASS_0));
      }
      tell("six requests on one connection: %s", paths(BACK_AND_FORTH));
      List<Transfer> keptAlive = curl.get(BACK_AND_FORTH);
      tell("a download of %d bytes, /%s", BIG.size(), BIG.path());
      Transfer big = curl.get(BIG);
      tell("reading the captures");
      captures.stop();
      keepEvents(endpoint);
      Evidence evidence = new Evidence(lab.lab(), endpoint, captures.read(), CLIENT);
      return List.of(
          stayed(staying, evidence),
          moved(moving, medianFirstByte(staying), evidence),
          sanMessages(moving, evidence),
          backAndForth(keptAlive, evidence),
          download(big, evidence),
          unseen(
              Stream.of(staying, moving, keptAlive, List.of(big)).flatMap(List::stream).toList(),
              evidence));
    } finally {
      try (Stream<Path> files = Files.list(bodies)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(bodies);
    }
  }

  /** Beside the captures, so that {@code mignet trace} finds them. */
  private void keepEvents(GenericEndpoint endpoint) throws IOException {
    for (String backEnd : endpoint.backEnds()) {
      Path events = LocalLabs.events(lab.lab().name(), backEnd);
      if (Files.exists(events)) {
        Files.copy(events, folder.resolve(backEnd + ".jsonl"));
      }
    }
  }

  private void tell(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  private static String paths(List<FileSet.Entry> files) {
    return String.join(" ", files.stream().map(file -> "/" + file.path()).toList());
  }

  private static Finding stayed(List<Transfer> transfers, Evidence evidence) {
    boolean holds =
        transfers.stream()
            .allMatch(
                t ->
                    t.succeeded()
                        && t.node().equals(evidence.landed(t.clientPort()))
                        && evidence.migrations(t.clientPort()) == 0);
    return new Finding(
        "class 2, new connection",
        "served where it landed",
        ways(transfers, evidence)
            + String.format(Locale.ROOT, "; first byte %.2f ms", medianFirstByte(transfers) / 1e3),
        holds);
  }

  private static Finding moved(List<Transfer> transfers, long direct, Evidence evidence) {
    boolean holds =
        transfers.stream()
            .allMatch(
                t ->
                    t.succeeded()
                        && t.node().equals(CLASS_0_GOES_TO)
                        && evidence.migrations(t.clientPort()) == 1);
    long median = medianFirstByte(transfers);
    return new Finding(
        "class 0, new connection",
        "moves to " + CLASS_0_GOES_TO,
        ways(transfers, evidence)
            + String.format(
                Locale.ROOT, "; first byte %.2f ms, %.2fx", median / 1e3, (double) median / direct),
        holds);
  }

  private static Finding sanMessages(List<Transfer> transfers, Evidence evidence) {
    List<String> told = List.of("Syn", "Ack", "Checkpoint");
    List<List<String>> seen =
        transfers.stream().map(t -> evidence.sanMessages(t.clientPort())).toList();
    // What a node that waits for its CPU does not answer in time is sent again.
    List<List<String>> kinds = seen.stream().map(m -> m.stream().distinct().toList()).toList();
    long again = seen.stream().filter(m -> m.stream().distinct().count() < m.size()).count();
    return new Finding(
        "its messages on the SAN",
        String.join(", ", told) + "...",
        String.join(", ", kinds.get(0)) + (again == 0 ? "" : "; some sent again, " + again + "x"),
        kinds.stream()
            .allMatch(m -> m.size() >= told.size() && m.subList(0, told.size()).equals(told)));
  }

  private static Finding backAndForth(List<Transfer> transfers, Evidence evidence) {
    int port = transfers.get(0).clientPort();
    String landed = evidence.landed(port);
    List<String> told =
        List.of(
            landed,
            CLASS_0_GOES_TO,
            CLASS_3_GOES_TO,
            CLASS_0_GOES_TO,
            CLASS_3_GOES_TO,
            CLASS_0_GOES_TO);
    List<String> nodes = transfers.stream().map(Transfer::node).toList();
    long connections = transfers.stream().mapToInt(Transfer::newConnections).sum();
    long migrations = evidence.migrations(port);
    return new Finding(
        "six requests, keep-alive",
        "one connection, 5 moves",
        String.join(" ", nodes) + "; connections: " + connections + ", migrations: " + migrations,
        transfers.stream().allMatch(Transfer::succeeded)
            && nodes.equals(told)
            && connections == 1
            && migrations == 5);
  }

  private static Finding download(Transfer big, Evidence evidence) {
    return new Finding(
        "5 MB, migrated connection",
        "SHA-256 equal",
        String.format(
            Locale.ROOT,
            "%s -> %s, %s, %.0f ms",
            evidence.landed(big.clientPort()),
            big.node(),
            big.intact() ? Curl.sha256(BIG).substring(0, 12) + "..." : "differs",
            big.totalMicros() / 1e3),
        big.succeeded()
            && big.node().equals(CLASS_0_GOES_TO)
            && evidence.migrations(big.clientPort()) == 1);
  }

  private static Finding unseen(List<Transfer> transfers, Evidence evidence) {
    List<Integer> ports = transfers.stream().map(Transfer::clientPort).distinct().toList();
    ClientView view = evidence.client(ports);
    return new Finding(
        "the client's capture",
        "no reset, no segment twice, clock goes on",
        "%d, %d, %d on %d connections"
            .formatted(view.resets(), view.repeated(), view.clockSteps(), ports.size()),
        evidence.clientSaw(ports) && view.equals(new ClientView(0, 0, 0)));
  }

  /** Such as {@code a -> c 8, b -> c 7}: where connections landed, and who served them. */
  private static String ways(List<Transfer> transfers, Evidence evidence) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Transfer transfer : transfers) {
      counts.merge(
          evidence.landed(transfer.clientPort()) + " -> " + transfer.node(), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(way -> way.getKey() + " " + way.getValue() + "x")
        .collect(Collectors.joining(", "));
  }

  /** The middle one of an odd number of first-byte times, in microseconds. */
  private static long medianFirstByte(List<Transfer> transfers) {
    return transfers.stream()
        .mapToLong(Transfer::firstByteMicros)
        .sorted()
        .skip(transfers.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
