package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.PrometheusText;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What commands show of migrations, while they go on and afterwards.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+
 * </pre>
 */
@RequiresRoot
class WatchedMigrationIT {

  private static final int IP_AND_TCP_HEADERS = 20 + 32;

  private static final String DONE =
      "mignet_migrations_total{node=\"%s\",role=\"%s\",outcome=\"done\"}";
  private static final String PHASE_COUNT =
      "mignet_migration_phase_seconds_count{node=\"%s\",role=\"%s\",phase=\"%s\"}";
  private static final String MESSAGES =
      "mignet_san_messages_total{node=\"%s\",direction=\"%s\",type=\"%s\"}";

  @RegisterExtension static final TestLab LAB = new TestLab(MigrationByOrderIT.TOPOLOGY);

  @Test
  void connections_tells_who_serves_and_what_has_been_forwarded() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Visit visit = new Visit("watched", false, 0);
            Page page = Page.ofClass(2, 0, "a");
            connection.send(visit.get(page, "1.1"));
            visit.expect(page, connection);
            assertThat(known("a", connection).get("served_by").getAsString()).isEqualTo("a");

            move(connection, "a", "b");
            await()
                .until(() -> known("a", connection).get("state").getAsString().equals("forward"));
            long before = known("a", connection).get("forwarded_bytes").getAsLong();
            Page moved = Page.ofClass(2, 0, "b");
            String request = visit.get(moved, "1.1");
            connection.send(request);
            visit.expect(moved, connection);

            JsonObject left = known("a", connection);
            assertThat(left.get("served_by").getAsString()).isEqualTo("b");
            assertThat(left.get("migrations").getAsInt()).isEqualTo(1);
            // The request, and ACKs of the response.
            assertThat(left.get("forwarded_bytes").getAsLong() - before - request.length())
                .isBetween((long) IP_AND_TCP_HEADERS, 100L * IP_AND_TCP_HEADERS)
                .matches(rest -> rest % IP_AND_TCP_HEADERS == 0, "whole headers");
            JsonObject come = known("b", connection);
            assertThat(come.get("from").getAsString()).isEqualTo("a");
            assertThat(come.get("forwarded_bytes").getAsLong()).isZero();
            assertThat(come.get("requests").getAsInt()).isEqualTo(1);
          }
          return true;
        });
  }

  /** A POST waits for its verdict, whatever the policy. */
  private static void askThroughTheDaemon() throws Exception {
    LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Visit visit = new Visit("post", false, 0);
            Page page = Page.ofClass(2, 0, "a");
            connection.send(visit.head("POST", page, "1.1") + "Content-Length: 0\r\n\r\n");
            visit.expect(page, connection);
            return connection.port();
          }
        });
  }

  @Test
  void metrics_counts_and_measures_a_migration_at_both_ends() throws Exception {
    Map<String, Double> before = metrics();
    askThroughTheDaemon();
    move();
    await().until(() -> grown(before, DONE.formatted("a", "initiator")) == 1);
    Map<String, Double> after = metrics();

    assertThat(grown(before, DONE.formatted("b", "target"))).isEqualTo(1);
    for (String phase : List.of("check", "await_ack", "turn_over", "await_stored", "held")) {
      assertThat(after.get(PHASE_COUNT.formatted("a", "initiator", phase))).as(phase).isPositive();
    }
    for (String phase : List.of("find_room", "await_checkpoint", "make_socket", "take_over")) {
      assertThat(after.get(PHASE_COUNT.formatted("b", "target", phase))).as(phase).isPositive();
    }
    assertThat(grown(before, MESSAGES.formatted("a", "sent", "checkpoint"))).isEqualTo(1);
    assertThat(grown(before, MESSAGES.formatted("b", "received", "checkpoint"))).isEqualTo(1);
    assertThat(after.get("mignet_verdict_seconds_count{node=\"a\"}")).isPositive();
    assertThat(after.get("mignet_san_forged_datagrams_total{node=\"a\"}")).isZero();
  }

  @Test
  void metrics_as_json_has_percentiles() throws Exception {
    move();
    JsonObject of = JsonParser.parseString(run("metrics", "b", "--json").out()).getAsJsonObject();

    assertThat(of.keySet()).containsExactly("b");
    JsonObject b = of.getAsJsonObject("b");
    assertThat(b.getAsJsonObject("counters").get("imports_done").getAsInt()).isPositive();
    assertThat(b.getAsJsonArray("latencies"))
        .map(JsonElement::getAsJsonObject)
        .filteredOn(latency -> latency.get("name").getAsString().equals("target take_over"))
        .singleElement()
        .satisfies(
            latency -> {
              assertThat(latency.get("count").getAsInt()).isPositive();
              assertThat(latency.get("p50_us").getAsDouble())
                  .isBetween(1.0, latency.get("max_us").getAsDouble());
            });
  }

  @Test
  void the_event_log_tells_a_migration_step_by_step() throws Exception {
    String client = move();

    await()
        .untilAsserted(
            () ->
                assertThat(events("a", client))
                    .startsWith("started", "syn-sent", "acked", "checkpoint-sent", "stored"));
    await()
        .untilAsserted(
            () ->
                assertThat(events("b", client))
                    .startsWith("offered", "ack-sent", "checkpoint-received", "served"));
    assertThat(run("logs", "a").out()).doesNotContain("checkpoint-sent");
  }

  @Test
  void trace_waits_for_a_connection_to_migrate_and_draws_it(@TempDir Path folder) throws Exception {
    String drawn =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Page page = Page.ofClass(2, 0, "a");
                Visit visit = new Visit("traced", false, 0);
                connection.send(visit.get(page, "1.1"));
                visit.expect(page, connection);
                StringWriter said = new StringWriter();
                CompletableFuture<Result> trace =
                    CompletableFuture.supplyAsync(
                        () -> run(said, "trace", connection.client(), "--keep", folder.toString()));
                await().until(() -> said.toString().contains("waiting for a migration"));
                move(connection, "a", "b");
                page = Page.ofClass(2, 0, "b");
                connection.send(visit.get(page, "1.1"));
                visit.expect(page, connection);
                return trace.get().out();
              }
            });

    assertThat(drawn).contains("migrates from a to b");
    assertThat(drawn.lines().map(line -> line.replaceAll("[^A-Za-z: ]", "").strip()))
        .containsSubsequence("checking: started", "wait: syn sent")
        .anyMatch(line -> line.startsWith("Migration SYN: from"))
        .anyMatch(line -> line.startsWith("Checkpoint:  bytes from"))
        .anyMatch(line -> line.endsWith("local: served"))
        .anyMatch(line -> line.startsWith("PSH ACK seq"))
        .anyMatch(line -> line.startsWith("Stored"));
    for (String node : List.of("client", "front", "a", "b")) {
      assertThat(folder.resolve(node + ".pcapng")).exists();
    }
    assertThat(run("trace", folder.toString(), "--format", "svg").out()).startsWith("<svg");
  }

  /** What {@code mignet logs NODE events} has of a client's connection. */
  private static List<String> events(String node, String client) {
    return run("logs", node, "events")
        .out()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(event -> event.get("client").getAsString().equals(client))
        .map(event -> event.get("event").getAsString())
        .filter(event -> !event.endsWith("-repeated")) // a busy machine loses time
        .toList();
  }

  /** Opens a connection, has it served at a, moves it to b; which client it was. */
  private static String move() throws Exception {
    return LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Page page = Page.ofClass(2, 0, "a");
            Visit visit = new Visit("moved", false, connection.port());
            connection.send(visit.get(page, "1.1"));
            visit.expect(page, connection);
            move(connection, "a", "b");
            await()
                .until(() -> known("a", connection).get("state").getAsString().equals("forward"));
            return connection.client();
          }
        });
  }

  private static Map<String, Double> metrics() {
    return PrometheusText.read(run("metrics").out());
  }

  private static double grown(Map<String, Double> before, String sample) {
    return metrics().getOrDefault(sample, 0.0) - before.getOrDefault(sample, 0.0);
  }

  /** The row of {@code mignet connections} about a connection at a node. */
  private static JsonObject known(String node, WebConnection connection) {
    String said = run("connections", "--json", node).out();
    for (JsonElement row : JsonParser.parseString(said).getAsJsonArray()) {
      if (row.getAsJsonObject().get("client").getAsString().equals(connection.client())) {
        return row.getAsJsonObject();
      }
    }
    throw new AssertionError(node + " does not know " + connection.client() + ": " + said);
  }

  /** Until the client's last ACK has come the connection is busy, and the command says so. */
  private static void move(WebConnection connection, String from, String to) {
    await()
        .pollDelay(Duration.ZERO)
        .until(() -> run("migrate", from, connection.client(), to).exitCode() == 0);
  }

  private record Result(int exitCode, String out) {}

  private static Result run(String command, String... arguments) {
    return run(new StringWriter(), command, arguments);
  }

  private static Result run(StringWriter err, String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command, "--lab", LAB.running().lab().name()));
    line.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    CommandLine mignet = Main.commandLine(Map.of());
    mignet.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Result(mignet.execute(line.toArray(String[]::new)), out.toString());
  }
}
