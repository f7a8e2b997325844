package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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
    List<String> line = new ArrayList<>(List.of(command, "--lab", LAB.running().lab().name()));
    line.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    CommandLine mignet = Main.commandLine(Map.of()).setOut(writer).setErr(writer);
    return new Result(mignet.execute(line.toArray(String[]::new)), out.toString());
  }
}
