package dev.mignet.apache.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a folder of files by the JDK's HTTP server, and answers uploads as Apache's script does.
 */
public final class EmbeddedServer {

  private static final int BACKLOG = 511;

  private final String node;
  private final Path documents;

  EmbeddedServer(String node, Path documents) {
    this.node = node;
    this.documents = documents.toAbsolutePath().normalize();
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the node's name, the document root, and one or more ports
   */
  public static void main(String[] arguments) throws IOException {
    EmbeddedServer server = new EmbeddedServer(arguments[0], Path.of(arguments[1]));
    for (String port : List.of(arguments).subList(2, arguments.length)) {
      server.listen(new InetSocketAddress(Integer.parseInt(port)));
    }
  }

  /** Starts to serve at an address, on threads of its own. */
  HttpServer listen(InetSocketAddress address) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer http = HttpServer.create(address, BACKLOG);
    http.setExecutor(threads);
    http.createContext("/", this::serveFile);
    http.createContext("/cgi-bin/upload", this::receiveUpload);
    http.start();
    return http;
  }

  private void serveFile(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = documents.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
      if (!file.startsWith(documents) || !Files.isRegularFile(file)) {
        answer(exchange, HttpURLConnection.HTTP_NOT_FOUND, "not found\n");
        return;
      }
      exchange.getResponseHeaders().set("X-Node", node);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(Files.size(file)));
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
        return;
      }
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, Files.size(file));
      Files.copy(file, exchange.getResponseBody());
    }
  }

  private void receiveUpload(HttpExchange exchange) throws IOException {
    try (exchange) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream body = new DigestInputStream(exchange.getRequestBody(), digest)) {
        body.transferTo(OutputStream.nullOutputStream());
      }
      // The form of sha256sum, as Apache's script answers.
      answer(
          exchange, HttpURLConnection.HTTP_OK, HexFormat.of().formatHex(digest.digest()) + "  -\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("X-Node", node);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
