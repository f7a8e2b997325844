package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The lab of {@link Ipv6EndpointIT} in the front-end variant. */
@RequiresRoot
class Ipv6FrontEndVariantIT {
  @RegisterExtension static final TestLab LAB = new TestLab(Ipv6EndpointIT.topology("front-end"));

  @TempDir private Path folder;

  @Test
  void what_a_client_sends_over_ipv6_passes_its_former_server_no_more() throws Exception {
    ClientCapture client = ClientCapture.start(LAB, folder.resolve("client.pcapng"));
    int port =
        LAB.atClient(
            () -> {
              try (WebConnection connection = WebConnection.open(LAB.server())) {
                Visit visit = new Visit("direct", true, 0);
                ask(connection, visit, Page.ofClass(2, 0, "a"));
                ask(connection, visit, Page.ofClass(0, 1, "b"));
                ClientCapture home = ClientCapture.atBackEnd(LAB, "a", folder.resolve("a.pcapng"));
                ask(connection, visit, Page.ofClass(0, 4, "b"));
                ask(connection, visit, Page.ofClass(1, 2, "c"));
                ask(connection, visit, Page.ofClass(1, 2, "c"));
                assertThat(home.stop()).isEmpty();
                return connection.port();
              }
            });
    ClientTrace trace = ClientTrace.of(client.stop(), List.of(port));
    assertThat(trace.connections()).isEqualTo(1);
    assertThat(trace.faults()).isEmpty();
  }

  private static void ask(WebConnection connection, Visit visit, Page page) throws IOException {
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }
}
