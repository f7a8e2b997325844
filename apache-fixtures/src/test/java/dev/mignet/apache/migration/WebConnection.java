package dev.mignet.apache.migration;

import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.testing.Patience;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client's connection, whose every segment the test decides on. */
final class WebConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = (int) Patience.of(Duration.ofSeconds(10)).toMillis();

  /** How a socket is set before it connects. */
  interface Setting {
    void on(Socket socket) throws IOException;
  }

  private final Socket socket;
  private final InputStream responses;

  private WebConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.responses = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
  }

  /** Connects from the namespace of this thread. */
  static WebConnection open(InetSocketAddress server) throws IOException {
    return open(server, socket -> {});
  }

  /** The same from that port, even if a connection from there has just ended; 0 for any. */
  static WebConnection open(InetSocketAddress server, int port) throws IOException {
    return open(
        server,
        socket -> {
          if (port != 0) {
            bind(socket, port);
          }
        });
  }

  /** The same with a socket that is set so. */
  static WebConnection open(InetSocketAddress server, Setting setting) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true); // one write, one segment
    socket.setSoTimeout(PATIENCE_MILLIS);
    setting.on(socket);
    socket.connect(server, PATIENCE_MILLIS);
    return new WebConnection(socket);
  }

  /** Has a socket connect from that port, even if a connection from there has just ended. */
  static void bind(Socket socket, int port) throws IOException {
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(port));
  }

  /**
   * From the port of a connection that ends, as soon as the client's own kernel allows it: when its
   * last ACK is on its way.
   */
  static WebConnection openAgain(InetSocketAddress server, int port) {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .ignoreExceptionsInstanceOf(BindException.class)
        .until(() -> open(server, port), connection -> true);
  }

  /** The client's port, which names the connection in captures. */
  int port() {
    return socket.getLocalPort();
  }

  /** The client's address and port, as a daemon shows them. */
  String client() {
    InetAddress address = socket.getLocalAddress();
    String text = IpPrefix.text(address);
    return (address instanceof Inet6Address ? '[' + text + ']' : text) + ':' + port();
  }

  /** Sends, in segments of its own as long as TCP can send at once. */
  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a byte as urgent data (RFC 9293, section 3.8.5). */
  void sendUrgent(char letter) throws IOException {
    socket.sendUrgentData(letter);
  }

  /** Sends a FIN; responses can still be read. */
  void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads the next response to its end. */
  WebResponse read() throws IOException {
    return WebResponse.read(responses);
  }

  /** Reads the head of a response that has no body, whatever it says of one. */
  WebResponse readHead() throws IOException {
    return WebResponse.readHead(responses);
  }

  /** Reads to the end of the connection; how many bytes came. */
  int drain() throws IOException {
    return responses.readAllBytes().length;
  }

  /** Ends the connection by a RST. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
