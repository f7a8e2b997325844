package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can fail, at every step of a migration: what the client sees is what
 * docs/faults.md promises.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a;
 *                                            +-----------[ b ]-san0-+   class 0 goes to b
 * </pre>
 */
@RequiresRoot
class FaultMatrixIT {
  /** A request that is lost comes again after two seconds, which its server has to wait for. */
  private static final String PATIENT = "max-keep-alive-requests: 0, keep-alive-timeout: 60 s";

  private static final String TOPOLOGY =
      MigrationByOrderIT.TOPOLOGY.replace("max-keep-alive-requests: 0", PATIENT)
          + "    policy: [ { url: /class0/, migrate-to: b } ]\n";

  private static final Path TABLE = Path.of("../docs/faults.md");
  private static final Duration STOP = Duration.ofSeconds(3);
  private static final int MOST_TRIES = 20;
  private static final Duration CUT = Duration.ofMillis(500);

  /** From here on the target has promised to take the connection. */
  private static final Set<String> PROMISED =
      Set.of(
          "a: acked",
          "a: checkpoint-sent",
          "b: checkpoint-received",
          "b: served",
          "a: stored",
          "b: ended",
          "a: closed");

  /** Steps that come only when the client has closed the connection. */
  private static final Set<String> AT_THE_END = Set.of("b: ended", "a: closed");

  /** A segment that is lost with a daemon's queue or on the SAN is sent again, and nothing else. */
  private static final Set<String> OF_A_LOSS =
      Set.of(
          "retransmission",
          "fast_retransmission",
          "spurious_retransmission",
          "duplicate_ack",
          "out_of_order",
          "lost_segment",
          "ack_lost_segment",
          "bytes that come twice",
          "bytes that are missing",
          "ACK that comes twice");

  @RegisterExtension static final TestLab LAB = new TestLab(TOPOLOGY);

  private static final Orders ORDERS = new Orders(LAB);

  @TempDir private Path folder;

  private interface Heal {
    void run() throws Exception;
  }

  private record Cell(String step, String fault, String promised) {
    String node() {
      return step.substring(0, 1);
    }

    String milestone() {
      return step.substring(3);
    }

    boolean atTheEnd() {
      return AT_THE_END.contains(step);
    }

    boolean hasPromise() {
      return PROMISED.contains(step);
    }

    String name() {
      return step + ", " + fault;
    }
  }

  @Test
  void whatever_fails_the_client_sees_what_the_table_promises() throws Exception {
    LAB.leaveDaemonsDead(); // the test starts them again
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<Cell> cells = cells();
    assertThat(cells).hasSize(55);
    Map<Cell, Integer> ports = new LinkedHashMap<>();
    Map<String, String> differing = new LinkedHashMap<>();
    Map<Cell, String> outcomes = new LinkedHashMap<>();
    for (Cell cell : cells) {
      long begin = System.nanoTime();
      Optional<String> reached = Optional.empty();
      for (int i = 0; i < MOST_TRIES && reached.isEmpty(); i++) {
        reached = LAB.atClient(() -> run(cell, ports));
      }
      String outcome = reached.orElse("no such step");
      outcomes.put(cell, outcome);
      System.out.printf(
          "%-60s %s, %d ms%n",
          cell.name(), outcome, Duration.ofNanos(System.nanoTime() - begin).toMillis());
      if (!Arrays.asList(cell.promised().split(" or ", -1)).contains(outcome.substring(0, 1))
          && !(outcome.startsWith("crash") && cell.promised().contains("crash"))) {
        differing.put(cell.name(), outcome + " instead of " + cell.promised());
      }
    }
    assertThat(differing).isEmpty();
    List<Segment> segments = capture.stop();
    for (Cell cell : cells) {
      if (!String.valueOf(outcomes.get(cell)).startsWith("crash")) {
        ClientTrace trace = ClientTrace.of(segments, List.of(ports.getOrDefault(cell, 0)));
        assertThat(trace.connections()).isEqualTo(1);
        assertThat(OF_A_LOSS).as(cell.name()).containsAll(trace.faults().keySet());
      }
    }
  }

  /** The cells of the table in the documentation. */
  private static List<Cell> cells() throws IOException {
    List<List<String>> rows =
        Files.readAllLines(TABLE).stream()
            .filter(line -> line.startsWith("| "))
            .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
            .toList();
    List<Cell> cells = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int column = 2; column < row.size() - 1; column++) {
        cells.add(new Cell(row.get(1), rows.get(0).get(column), row.get(column)));
      }
    }
    return cells;
  }

  /**
   * What became of the request: who answered, or {@code crash} and how; nothing where a machine so
   * busy that a message timed out did not come to that step.
   */
  private Optional<String> run(Cell cell, Map<Cell, Integer> ports) throws Exception {
    String outcome;
    Visit visit = new Visit("fault-" + ports.size(), false, 0);
    Page moves = Page.ofClass(0, 8, "b");
    WebConnection connection = WebConnection.open(LAB.server());
    List<Heal> heals = new ArrayList<>();
    try {
      ports.put(cell, connection.port());
      ORDERS.ask(connection, visit, "a");
      if (cell.atTheEnd()) {
        connection.send(visit.get(moves, "1.1"));
        outcome = answer(moves, connection);
        if (!outcome.equals("B")) {
          return Optional.empty();
        }
        await().until(() -> ORDERS.state("a", connection).filter("forward"::equals).isPresent());
        breakAt(cell);
        connection.close();
        if (!stops(cell)) {
          return Optional.empty();
        }
        fail(cell, heals);
      } else {
        breakAt(cell);
        connection.send(visit.get(moves, "1.1"));
        if (!stops(cell)) {
          return Optional.empty();
        }
        fail(cell, heals);
        outcome = answer(moves, connection);
      }
    } finally {
      connection.close();
      for (Heal heal : heals) {
        heal.run();
      }
      awaitNothingUnderWay(); // or the next cell's breakpoint would stop this connection
    }
    return Optional.of(outcome);
  }

  private static String answer(Page page, WebConnection connection) {
    try {
      WebResponse response = connection.read();
      Visit.expect(response.node(), page.content(), response);
      return response.node().equals("a") ? "A" : "B";
    } catch (IOException e) {
      return "crash: " + e;
    }
  }

  /** Does what the column says while a daemon stands still, and lets it go on. */
  private static void fail(Cell cell, List<Heal> heals) throws Exception {
    switch (cell.fault()) {
      case "daemon of A killed" -> {
        boolean waits = cell.hasPromise() && cell.node().equals("a");
        if (waits) { // b keeps its promise for four seconds
          LAB.freeze("b", TestLab.DAEMON);
        }
        LAB.restart(LAB.killDaemon("a"));
        awaitDaemon("a");
        if (waits) {
          LAB.signal(TestLab.SIGCONT, "b", TestLab.DAEMON);
        }
        goOn(cell, "a");
      }
      case "daemon of B killed" -> {
        if (!cell.hasPromise()) {
          TestLab.Killed killed = LAB.killDaemon("b");
          goOn(cell, "b");
          heals.add(() -> LAB.restart(killed));
          heals.add(() -> awaitDaemon("b"));
          return;
        }
        boolean standsStill = cell.node().equals("a");
        if (!standsStill) {
          LAB.freeze("a", TestLab.DAEMON);
        }
        LAB.restart(LAB.killDaemon("b"));
        awaitDaemon("b");
        if (!standsStill) {
          LAB.signal(TestLab.SIGCONT, "a", TestLab.DAEMON);
        }
        goOn(cell, "b");
      }
      case "Apache of B killed" -> {
        TestLab.Killed killed = LAB.killApache("b");
        goOn(cell, "");
        heals.add(() -> LAB.restart(killed));
        heals.add(FaultMatrixIT::awaitApache);
      }
      case "SAN cut for half a second" -> {
        san().down("b:san0");
        goOn(cell, "");
        TimeUnit.MILLISECONDS.sleep(CUT.toMillis()); // as long as the column says
        san().up("b:san0");
      }
      case "SAN cut for good" -> {
        san().down("b:san0");
        goOn(cell, "");
        heals.add(() -> san().up("b:san0"));
      }
      default -> throw new IllegalArgumentException("no fault: " + cell.fault());
    }
  }

  private static LinkControl san() {
    return new LinkControl(new LocalLabs(), LAB.running().lab().name());
  }

  private static void breakAt(Cell cell) throws IOException {
    JsonObject request = command("break");
    request.addProperty("at", cell.milestone());
    LAB.ask(cell.node(), request);
  }

  private static boolean stops(Cell cell) throws IOException {
    try {
      await()
          .atMost(Patience.of(STOP))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> LAB.ask(cell.node(), command("breakpoint")).get("reached").getAsBoolean());
      return true;
    } catch (ConditionTimeoutException e) {
      LAB.ask(cell.node(), command("go-on"));
      return false;
    }
  }

  /** Lets the daemon go on that stands still, unless it is the one that was killed. */
  private static void goOn(Cell cell, String killed) throws IOException {
    if (!cell.node().equals(killed)) {
      LAB.ask(cell.node(), command("go-on"));
    }
  }

  private static JsonObject command(String name) {
    JsonObject request = new JsonObject();
    request.addProperty("command", name);
    return request;
  }

  private static void awaitDaemon(String node) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> LAB.ask(node, command("ping")).has("number"));
  }

  private static void awaitApache() {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                LAB.running()
                    .inside(
                        "b",
                        () -> {
                          WebConnection.open(LAB.server()).close();
                          return true;
                        }));
  }

  private static void awaitNothingUnderWay() {
    for (String node : List.of("a", "b")) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () -> {
                List<String> states = new ArrayList<>();
                for (JsonElement known : ORDERS.connections(node)) {
                  JsonObject connection = known.getAsJsonObject();
                  if (!connection.get("closed").getAsBoolean()) {
                    states.add(connection.get("state").getAsString());
                  }
                }
                assertThat(states).as("open connections of " + node).isSubsetOf("local", "forward");
              });
    }
  }
}
