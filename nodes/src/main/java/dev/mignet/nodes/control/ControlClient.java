package dev.mignet.nodes.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A connection to a daemon's control socket: one line of JSON asks, one line of JSON answers.
 *
 * <p>An answer with a member {@code error} is thrown as an {@link IOException} with that text.
 */
public final class ControlClient implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader answers;
  private final Writer requests;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    this.answers =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    this.requests = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  /** Connects; an {@link IOException} means that no daemon listens there. */
  public static ControlClient connect(Path socket) throws IOException {
    try {
      return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    } catch (IOException e) {
      throw new IOException("no daemon answers at " + socket + ": " + e.getMessage(), e);
    }
  }

  /** Sends a request without arguments. */
  public JsonObject request(String command) throws IOException {
    JsonObject request = new JsonObject();
    request.addProperty("command", command);
    return request(request);
  }

  /** Sends a request, an object with a member {@code command}, and waits for its answer. */
  public JsonObject request(JsonObject request) throws IOException {
    requests.write(request + "\n");
    requests.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the daemon closed the control connection");
    }
    JsonObject answer;
    try {
      answer = JsonParser.parseString(line).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException("the daemon's answer is no JSON object: " + line, e);
    }
    if (answer.has("error")) {
      throw new IOException(answer.get("error").getAsString());
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
