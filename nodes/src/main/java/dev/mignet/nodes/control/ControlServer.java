package dev.mignet.nodes.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import jdk.net.ExtendedSocketOptions;

/**
 * Listens on a Unix socket for line-JSON requests. Only the socket file's owner and root are heard:
 * the file has mode 0600, and the peer's credentials are checked as well.
 */
public final class ControlServer implements AutoCloseable {
  /** A longer line is no request. */
  private static final int MAX_LINE = 64 * 1024;

  private final Path path;
  private final Set<UserPrincipal> heard;
  private final ServerSocketChannel server;
  private final UnaryOperator<JsonObject> commands;

  private ControlServer(
      Path path,
      Set<UserPrincipal> heard,
      ServerSocketChannel server,
      UnaryOperator<JsonObject> commands) {
    this.path = path;
    this.heard = heard;
    this.server = server;
    this.commands = commands;
  }

  /**
   * Begins to listen, on threads of its own.
   *
   * @param path of the socket, replaced where it is left from before
   * @param commands answers a request, or throws a RuntimeException whose message becomes the
   *     answer's {@code error}
   */
  public static ControlServer start(Path path, UnaryOperator<JsonObject> commands)
      throws IOException {
    // Under its final name the socket has its final mode from the first moment on.
    Path unfinished = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(unfinished));
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
    UserPrincipal root =
        unfinished.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("root");
    Set<UserPrincipal> heard = Set.copyOf(List.of(Files.getOwner(unfinished), root));
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    ControlServer server = new ControlServer(path, heard, channel, commands);
    startThread("control", server::acceptAll);
    return server;
  }

  private void acceptAll() {
    try {
      while (true) {
        SocketChannel peer = server.accept();
        startThread("control-connection", () -> serve(peer));
      }
    } catch (IOException e) {
      // closed: the daemon ends
    }
  }

  private void serve(SocketChannel peer) {
    try (peer) {
      if (!heard.contains(peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user())) {
        return;
      }
      BufferedReader requests =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(peer), StandardCharsets.UTF_8));
      Writer answers = Channels.newWriter(peer, StandardCharsets.UTF_8);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        answers.write(answer(line) + "\n");
        answers.flush();
      }
    } catch (IOException e) {
      // The peer has gone; it knows why.
    }
  }

  private JsonObject answer(String line) {
    JsonObject answer = new JsonObject();
    try {
      if (line.length() > MAX_LINE) {
        throw new IllegalArgumentException(
            "the request is longer than " + MAX_LINE + " characters");
      }
      return commands.apply(JsonParser.parseString(line).getAsJsonObject());
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      answer.addProperty("error", "not understood: " + e.getMessage());
    } catch (RuntimeException e) {
      answer.addProperty("error", e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return answer;
  }

  private static void startThread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
  }
}
