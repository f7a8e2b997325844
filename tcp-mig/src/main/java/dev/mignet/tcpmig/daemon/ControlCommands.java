package dev.mignet.tcpmig.daemon;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.tcpmig.kernel.ClientBytes;
import dev.mignet.tcpmig.kernel.NetfilterRules;
import dev.mignet.tcpmig.policy.RulePolicy;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The commands of the control socket. */
final class ControlCommands {
  /** A loop that is only slow, as on an emulated machine, has answered by then. */
  private static final int PATIENCE_SECONDS = 30;

  private final Path file;
  private final DaemonSettings settings;
  private final RulePolicy policy;
  private final PacketLoop loop;

  /**
   * Of a daemon.
   *
   * @param file that the settings were read from
   * @param policy that the loop asks
   */
  ControlCommands(Path file, DaemonSettings settings, RulePolicy policy, PacketLoop loop) {
    this.file = file;
    this.settings = settings;
    this.policy = policy;
    this.loop = loop;
  }

  /** Answers a request; an {@link IllegalArgumentException} is the asker's mistake. */
  JsonObject answer(JsonObject request) {
    String command = text(request, "command");
    return switch (command) {
      case "ping" -> ask(() -> pong());
      case "connections" -> connections();
      case "metrics" -> metrics();
      case "counters" -> ask(() -> loop.status().counters());
      case "migrate" -> {
        String client = text(request, "connection");
        int target = number(text(request, "target"));
        yield ask(() -> loop.status().migrate(client, target));
      }
      case "reload" -> reload();
      case "break" -> { // for tests: see Breakpoint
        loop.breakpoint().set(text(request, "at"));
        yield breakpoint();
      }
      case "breakpoint" -> breakpoint();
      case "go-on" -> {
        loop.breakpoint().release();
        yield breakpoint();
      }
      default ->
          throw new IllegalArgumentException(
              "no command \""
                  + command
                  + "\"; there are ping, connections, counters, metrics, migrate, reload");
    };
  }

  private JsonObject connections() {
    try (ClientBytes clientBytes = new ClientBytes()) { // here, so that no packet waits for it
      Map<FlowKey, Long> counted = clientBytes.all();
      return ask(() -> loop.status().connections(counted));
    }
  }

  private JsonObject metrics() {
    JsonObject counters = ask(() -> loop.status().counters());
    JsonObject answer = onLoop(loop::metrics).answer();
    answer.add("counters", counters);
    return answer;
  }

  /** Follows the policy that the settings' file has now; connections stay as they are. */
  private JsonObject reload() {
    DaemonSettings read;
    try {
      read = DaemonSettings.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!read.withPolicyOf(settings).equals(settings)) {
      throw new IllegalArgumentException(
          file + ": only the policy can change while the daemon runs");
    }
    try {
      // First of all: until the daemon follows, it is asked for requests that it would leave here.
      for (IpFamily family : read.families()) {
        NetfilterRules.applyPolicy(family, read);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the daemon is being stopped", e);
    }
    return ask(
        () -> {
          policy.replace(read.policy(), read.idle());
          JsonObject answer = new JsonObject();
          answer.addProperty("rules", read.policy().size() + (read.idle() == null ? 0 : 1));
          return answer;
        });
  }

  /** Whether the daemon stands at its breakpoint. */
  private JsonObject breakpoint() {
    JsonObject answer = new JsonObject();
    answer.addProperty("reached", loop.breakpoint().reached());
    return answer;
  }

  private JsonObject pong() {
    JsonObject answer = new JsonObject();
    answer.addProperty("node", settings.node());
    answer.addProperty("number", settings.number());
    return answer;
  }

  private int number(String node) {
    return settings.san().peers().stream()
        .filter(peer -> peer.node().equals(node) || String.valueOf(peer.number()).equals(node))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no back-end is named \"" + node + "\""))
        .number();
  }

  private static String text(JsonObject request, String member) {
    JsonElement value = request.get(member);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("the request has no member \"" + member + "\"");
    }
    return value.getAsString();
  }

  private JsonObject ask(Supplier<JsonObject> question) {
    return onLoop(question);
  }

  private <T> T onLoop(Supplier<T> question) {
    try {
      return loop.mailbox().ask(question).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the daemon is being stopped", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the packet loop has not answered in " + PATIENCE_SECONDS + " s", e);
    }
  }
}
