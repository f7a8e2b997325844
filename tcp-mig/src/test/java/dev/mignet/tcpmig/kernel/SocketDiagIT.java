package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 *
 *
 * <pre>
 *   [ a: lo ]   client and server
 * </pre>
 */
@RequiresRoot
class SocketDiagIT {
  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @Test
  void a_socket_that_its_server_has_closed_before_the_client_is_in_time_wait() throws IOException {
    NetworkNamespace a = scratch.namespace("a");
    a.call(
        () -> {
          InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
          try (SocketDiag diag = new SocketDiag();
              ServerSocket listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(here, 80));
            try (Socket client = new Socket(here, 80)) {
              FlowKey flow = new FlowKey(here, client.getLocalPort(), here, 80);
              try (Socket server = listener.accept()) {
                assertThat(server.isConnected()).isTrue();
                assertThat(diag.query(flow).state()).isEqualTo(SocketReport.ESTABLISHED);
              }
              // In FIN_WAIT2, as it calls it: the client keeps its side open.
              await().until(() -> diag.query(flow).state() == SocketReport.TIME_WAIT);
            }
          }
          return true;
        });
  }
}
