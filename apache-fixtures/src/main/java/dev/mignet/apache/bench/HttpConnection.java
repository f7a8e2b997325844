package dev.mignet.apache.bench;

import dev.mignet.topology.spi.LabException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client's connection that takes the time until responses begin; of the thread's namespace. */
public final class HttpConnection implements AutoCloseable {

  private static final int LIMIT_MILLIS = 10_000;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Socket socket = new Socket();
  private final byte[] buffer;
  private final double connectMicros;

  /**
   * Connects, with Nagle's algorithm off.
   *
   * @param longest response with its head, bytes
   */
  public HttpConnection(InetSocketAddress server, int longest) throws IOException {
    buffer = new byte[longest];
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT_MILLIS);
    long start = System.nanoTime();
    socket.connect(server, LIMIT_MILLIS);
    connectMicros = (System.nanoTime() - start) / NANOS_PER_MICRO;
  }

  /** How long the handshake took, microseconds. */
  double connectMicros() {
    return connectMicros;
  }

  /**
   * A response, read to its end.
   *
   * @param firstByteMicros from the sending of the request to the first bytes, microseconds
   * @param node who served it, by the header {@code X-Node}
   */
  public record Response(double firstByteMicros, String node) {}

  /**
   * Gets a file.
   *
   * @param last whether the server is to close the connection behind the response
   * @throws LabException where the status is not 200
   * @throws UnansweredException where the server ended the connection in place of answering
   */
  public Response get(String path, boolean last) throws IOException {
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + (last ? "Connection: close\r\n\r\n" : "\r\n"))
            .getBytes(StandardCharsets.US_ASCII);
    InputStream in = socket.getInputStream();
    long start = System.nanoTime();
    socket.getOutputStream().write(request);
    int length = read(in, 0);
    final double micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
    int headLength = headLength(length);
    while (headLength < 0) {
      length += read(in, length);
      headLength = headLength(length);
    }
    String head = new String(buffer, 0, headLength, StandardCharsets.ISO_8859_1);
    if (!head.startsWith("HTTP/1.1 200 ")) {
      throw new LabException(path + " is answered by: " + head.lines().findFirst().orElse(""));
    }
    int total = headLength + Integer.parseInt(field(head, "content-length"));
    while (length < total) {
      length += read(in, length);
    }
    return new Response(micros, field(head, "x-node"));
  }

  /** The connection ended where a response was to begin. */
  public static final class UnansweredException extends EOFException {
    private static final long serialVersionUID = 1;

    UnansweredException() {
      super("the connection ended in place of a response");
    }
  }

  private int read(InputStream in, int at) throws IOException {
    int count = in.read(buffer, at, buffer.length - at);
    if (count <= 0) {
      throw at == 0
          ? new UnansweredException()
          : new EOFException("the connection ended within a response");
    }
    return count;
  }

  /** Length of the head with its empty line, -1 where that has not come. */
  private int headLength(int length) {
    int end = new String(buffer, 0, length, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    return end < 0 ? -1 : end + 4;
  }

  private static String field(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
