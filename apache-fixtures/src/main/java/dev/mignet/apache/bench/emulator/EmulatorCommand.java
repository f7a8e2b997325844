package dev.mignet.apache.bench.emulator;

import dev.mignet.apache.bench.BenchOptions;
import dev.mignet.topology.spi.LabRunner;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mignet bench emulator}. */
@Command(
    name = "emulator",
    description = {
      "Measure how long labs take to come and to go, beside Mininet, scripts of ip and tc, and"
          + " netlink messages from C.",
      "Takes ten minutes, most of them for the others. What is not installed is left out."
    })
public final class EmulatorCommand implements Callable<Integer> {

  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3})");

  private final LabRunner labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--size",
      paramLabel = "NODESxROUNDS",
      description = "A size of lab, and how often each makes one; may be given several times.")
  private List<String> sizes = List.of();

  @Option(
      names = "--largest",
      paramLabel = "NODES",
      description = "The lab that is made only once, at the end; 0: none.")
  private @Nullable Long largest;

  /** Of labs that this brings up. */
  public EmulatorCommand(LabRunner labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws Exception {
    Scale scale = scale();
    EmulatorReport report =
        options.measure(
            (machine, name, folder, progress) ->
                new EmulatorBenchmark(labs, name, folder, scale, progress).run(machine));
    options.print(report, report.table(), report.lines());
    return 0;
  }

  private Scale.Size size(String text) {
    Matcher words = SIZE.matcher(text);
    if (!words.matches()) {
      throw new ParameterException(
          command.commandLine(), "not a size: \"" + text + "\"; give one such as 100x5");
    }
    return new Scale.Size(Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2)));
  }

  private Scale scale() {
    Scale scale = options.quick() ? Scale.QUICK : Scale.FULL;
    if (!sizes.isEmpty()) {
      scale = scale.withSizes(sizes.stream().map(this::size).toList());
    }
    return largest == null ? scale : scale.withLargest(Math.toIntExact(largest));
  }
}
