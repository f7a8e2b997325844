package dev.mignet.topology.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.mignet.topology.look.MetricFamilies;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mignet metrics}. */
@Command(
    name = "metrics",
    description = {
      "Print what the back-ends' migration daemons have counted and measured since they started, in"
          + " Prometheus' text format.",
      "As JSON: the counters, and of each latency how often, median, 90th and 99th percentile and"
          + " maximum, in microseconds."
    })
final class MetricsCommand implements Callable<Integer> {

  private static final String COMMAND = "metrics";

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(names = "--json", description = "Print JSON instead of Prometheus' text.")
  private boolean json;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NODE",
      description = "A back-end; default: all.")
  private @Nullable String node;

  MetricsCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException {
    LabState state = options.state(labs);
    Map<String, JsonObject> numbers =
        node != null
            ? BackEnds.ask(state, List.of(BackEnds.require(options, state, node)), COMMAND)
            : BackEnds.ask(state, COMMAND);
    List<String> texts =
        numbers.values().stream().map(answer -> answer.remove("text").getAsString()).toList();
    if (json) {
      new GsonBuilder().setPrettyPrinting().create().toJson(numbers, options.out());
      options.out().println();
    } else {
      options.out().print(MetricFamilies.join(texts));
    }
    options.out().flush();
    return ExitCode.DONE;
  }
}
