package dev.mignet.apache.server;

import dev.mignet.topology.model.GenericEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Asks a server, from the thread's own network namespace, whether it speaks HTTP yet. */
final class Probe {

  private static final int LIMIT_MILLIS = 400;

  /** Of no file and no class, so that no rule of a policy applies to it (RFC 9110, 9.3.7). */
  private static final byte[] REQUEST =
      "OPTIONS * HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] ANSWER = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

  private Probe() {}

  /**
   * Whether every endpoint gives some HTTP response.
   *
   * @throws IOException where one does not answer, or not in time
   */
  static boolean answers(List<GenericEndpoint> endpoints) throws IOException {
    for (GenericEndpoint endpoint : endpoints) {
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.connect(new InetSocketAddress(endpoint.address(), endpoint.port()), LIMIT_MILLIS);
        socket.getOutputStream().write(REQUEST);
        byte[] head = socket.getInputStream().readNBytes(ANSWER.length);
        if (!Arrays.equals(head, ANSWER)) {
          return false;
        }
      }
    }
    return true;
  }
}
