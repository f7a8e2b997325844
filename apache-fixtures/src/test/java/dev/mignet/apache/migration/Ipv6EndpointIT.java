package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.model.GenericEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two endpoints of the same back-ends, the first over IPv6, the second over IPv4: connections to
 * both migrate.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a
 *                                            +-----------[ b ]-san0-+
 *                                            +-----------[ c ]-san0-+
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class Ipv6EndpointIT {
  private static final int PAIRS = 30;

  @RegisterExtension static final TestLab LAB = new TestLab(topology("back-end"));

  @TempDir private Path folder;

  /** That of {@link MigratedConnections}, with IPv6 everywhere and an endpoint over it. */
  static String topology(String variant) {
    String topology = MigratedConnections.topology("event", variant);
    int endpoint = topology.indexOf("  web:\n");
    String web = topology.substring(endpoint);
    // A client's flow labels are random; those of its servers must not be.
    return "defaults: { subnet6: auto }\n"
        + topology
            .substring(0, endpoint)
            .replace("\"1024 65535\"", "\"1024 65535\", net.ipv6.auto_flowlabels: 0")
        + web.replace("10.9.100.1", "\"fd00:9:100::1\"")
        + web.replace("  web:", "  web4:");
  }

  @BeforeEach
  void installScripts() throws IOException {
    for (Map.Entry<String, String> script : ConnectionKind.SCRIPTS.entrySet()) {
      LAB.installScript("a", script.getKey(), script.getValue());
      LAB.installScript("b", script.getKey(), script.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "UPLOAD", "BIG_RESPONSE", "CHUNKED_RESPONSE", "HALF_CLOSE"})
  void connections_over_ipv6_migrate_unseen_by_the_client(ConnectionKind kind) throws Exception {
    assertThat(new Comparison(LAB, folder).unseen(kind, PAIRS)).hasSize(2 * PAIRS);
  }

  @Test
  void connections_of_both_families_are_told_as_people_write_them() throws Exception {
    LAB.atClient(
        () -> {
          for (GenericEndpoint endpoint : LAB.running().lab().endpoints()) {
            InetSocketAddress server = new InetSocketAddress(endpoint.address(), endpoint.port());
            try (WebConnection connection = WebConnection.open(server)) {
              Visit visit = new Visit("told", true, 0);
              for (Page page : List.of(Page.ofClass(0, 1, "b"), Page.ofClass(1, 2, "c"))) {
                connection.send(visit.get(page, "1.1"));
                visit.expect(page, connection);
              }
              await()
                  .untilAsserted(
                      () ->
                          assertThat(states(connection.client(), endpoint.authority()))
                              .containsExactlyInAnyOrderEntriesOf(
                                  Map.of("a", "forward c", "c", "local")));
            }
          }
          return true;
        });
  }

  @Test
  void curl_gets_two_pages_over_one_connection_from_two_other_servers() throws Exception {
    String base = "http://" + LAB.running().lab().endpoints().get(0).authority();
    assertThat(
            LAB.sh(
                "client",
                "curl -sSg -w '%{num_connects} %header{x-node}\\n'"
                    + " -o /dev/null '"
                    + base
                    + "/class0/file1?move' -o /dev/null '"
                    + base
                    + "/class1/file2?move'"))
        .isEqualTo("1 b\n0 c\n");
  }

  @Test
  void curl_uploads_more_than_a_segment_to_another_server() throws Exception {
    String url = "http://" + LAB.running().lab().endpoints().get(0).authority();
    assertThat(
            LAB.sh(
                "client",
                "file=$MIGNET_FILES/body; head -c 300000 /dev/urandom >$file; sha256sum <$file\n"
                    + "curl -sSg --data-binary @$file '"
                    + url
                    + "/cgi-bin/upload?move'"))
        .matches("(.*\n)\\1");
  }

  /** What the nodes know of a connection. */
  private static Map<String, String> states(String client, String endpoint) throws IOException {
    JsonObject request = new JsonObject();
    request.addProperty("command", "connections");
    Map<String, String> states = new TreeMap<>();
    for (String node : List.of("a", "b", "c")) {
      for (JsonElement each : LAB.ask(node, request).getAsJsonArray("connections")) {
        JsonObject known = each.getAsJsonObject();
        if (known.get("client").getAsString().equals(client)
            && known.get("endpoint").getAsString().equals(endpoint)) {
          String peer = known.get("peer").getAsString();
          states.put(node, (known.get("state").getAsString() + ' ' + peer).strip());
        }
      }
    }
    return states;
  }
}
