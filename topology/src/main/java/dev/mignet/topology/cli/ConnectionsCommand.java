package dev.mignet.topology.cli;

import com.google.gson.JsonArray;
import dev.mignet.topology.look.LiveConnection;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mignet connections}. */
@Command(
    name = "connections",
    description = {
      "List the connections that the back-ends' migration daemons know, and where they are served.",
      "A connection that has moved is known to each back-end that it has been at: AGE, MIGRATIONS and"
          + " REQUESTS are of its time there, FORWARDED is what the back-end has passed on to the"
          + " next one since it sent the connection away."
    })
final class ConnectionsCommand implements Callable<Integer> {

  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NODE",
      description = "A back-end; default: all.")
  private @Nullable String node;

  ConnectionsCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException {
    LabState state = options.state(labs);
    if (node != null) {
      BackEnds.require(options, state, node);
    }
    // Of all back-ends, whichever is asked about: one alone does not know where a chain ends.
    List<LiveConnection> connections =
        LiveConnection.of(BackEnds.ask(state, "connections")).stream()
            .filter(connection -> node == null || connection.node().equals(node))
            .toList();
    Table table =
        new Table(
            "NODE",
            "CLIENT",
            "ENDPOINT",
            "STATE",
            "SERVED BY",
            "CAME FROM",
            "AGE",
            "MIGRATIONS",
            "REQUESTS",
            "FORWARDED");
    JsonArray all = new JsonArray();
    for (LiveConnection connection : connections) {
      all.add(connection.json());
      table.row(
          connection.node(),
          connection.client(),
          connection.endpoint(),
          connection.state(),
          connection.servedBy(),
          connection.from(),
          age(connection.ageMs()),
          Integer.toString(connection.migrations()),
          Long.toString(connection.requests()),
          bytes(connection.forwardedBytes()));
    }
    json.print(options.out(), all, table);
    return ExitCode.DONE;
  }

  /** Such as {@code 0.4 s}, {@code 12.0 s}, {@code 3 min 7 s}, {@code 2 h 5 min}. */
  static String age(long millis) {
    long seconds = millis / 1000;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  /** In decimal multiples, to three digits or so: {@code 52 B}, {@code 1.4 MB}. */
  static String bytes(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1000 && unit < UNITS.size() - 1) {
      number /= 1000;
      unit++;
    }
    String format = unit == 0 || number >= 100 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, number, UNITS.get(unit));
  }
}
