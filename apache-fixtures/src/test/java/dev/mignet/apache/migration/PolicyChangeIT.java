package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policy is another one from one request to the next, and connections go on.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   class 0: to b; later
 *                                            +-----------[ b ]-san0-+   class 1: to a, class 3: to b
 * </pre>
 */
@RequiresRoot
class PolicyChangeIT {
  private static final String BEFORE =
      MigrationByOrderIT.TOPOLOGY
          + """
                policy:
                  - { url: /class0/, migrate-to: b }
            """;

  private static final String AFTER =
      MigrationByOrderIT.TOPOLOGY
          + """
                policy:
                  - { url: /class1/, migrate-to: a }
                  - { url: /class3/, migrate-to: b }
            """;

  @RegisterExtension private static final TestLab LAB = new TestLab(BEFORE);

  @TempDir private Path folder;

  @Test
  void an_open_connection_follows_the_new_rules_and_is_not_lost() throws Exception {
    ClientCapture capture = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    List<Long> daemons = daemons();
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Visit visit = new Visit("policy", true, 0);
                ask(connection, visit, 2, "a");
                ask(connection, visit, 0, "b"); // it has moved, and b's daemon knows it
                assertThat(LAB.change(AFTER)).isEqualTo(2);
                ask(connection, visit, 0, "b"); // no rule: it stays
                ask(connection, visit, 1, "a");
                ask(connection, visit, 0, "a"); // the old rule is gone at a too
                ask(connection, visit, 3, "b");
                assertThat(LAB.change(BEFORE)).isEqualTo(2);
                ask(connection, visit, 1, "b");
                return connection.port();
              }
            });
    ClientTrace trace = ClientTrace.of(capture.stop(), List.of(port));
    assertThat(trace.connections()).isEqualTo(1);
    assertThat(trace.faults()).isEmpty();
    assertThat(daemons()).isEqualTo(daemons);
  }

  @Test
  void requests_that_stay_do_not_wait_for_the_daemon_and_the_next_one_still_moves()
      throws Exception {
    long waited = LAB.counter("a", "packets");
    long goneBy = LAB.counter("a", "requests_gone_by");
    LAB.atClient(
        () -> {
          try (WebConnection connection = WebConnection.open(LAB.server())) {
            Visit visit = new Visit("gone-by", true, 0);
            for (int i = 0; i < 10; i++) {
              ask(connection, visit, 2, "a");
            }
            assertThat(LAB.counter("a", "packets")).isEqualTo(waited);
            ask(connection, visit, 0, "b");
            return connection.port();
          }
        });
    assertThat(LAB.counter("a", "requests_gone_by")).isEqualTo(goneBy + 10);
    assertThat(LAB.counter("a", "packets")).isEqualTo(waited + 1);
  }

  @Test
  void settings_that_the_daemon_cannot_take_while_it_runs_are_refused() throws Exception {
    JsonObject reload = new JsonObject();
    reload.addProperty("command", "reload");
    Path settings = LAB.running().folder("a").resolve("daemon.json");
    String text = Files.readString(settings);
    try {
      Files.writeString(settings, text.replace("\"port\": 80", "\"port\": 81"));
      assertThatThrownBy(() -> LAB.ask("a", reload))
          .hasMessage(settings + ": only the policy can change while the daemon runs");
      Files.writeString(settings, text.replaceFirst("(\"targets\": \\[\\s*)2", "$19"));
      assertThatThrownBy(() -> LAB.ask("a", reload))
          .hasMessage(settings + ": policy: no peer has number 9");
    } finally {
      Files.writeString(settings, text);
    }
    assertThat(LAB.ask("a", reload).get("rules").getAsInt()).isEqualTo(1);
  }

  private static List<Long> daemons() {
    return List.of(
        LAB.processes("a", TestLab.DAEMON).get(0), LAB.processes("b", TestLab.DAEMON).get(0));
  }

  private static void ask(WebConnection connection, Visit visit, int fileClass, String node)
      throws IOException {
    Page page = Page.ofClass(fileClass, 0, node);
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }
}
