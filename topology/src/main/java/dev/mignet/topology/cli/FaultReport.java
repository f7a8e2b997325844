package dev.mignet.topology.cli;

import com.google.gson.GsonBuilder;
import dev.mignet.topology.faults.FaultRun;
import dev.mignet.topology.faults.FaultSchedule;
import dev.mignet.topology.run.LocalLabs;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells of faults: of each as it comes about, or of all as JSON at the end. */
final class FaultReport {

  private final PrintWriter out;
  private final boolean json;
  private final List<Line> lines = new ArrayList<>();

  /**
   * A fault, as JSON has it.
   *
   * @param planned seconds since the start
   * @param at the same, when it was over with; absent where it was only planned
   * @param error why it could not be brought about; otherwise absent
   */
  private record Line(double planned, @Nullable Double at, String fault, @Nullable String error) {}

  FaultReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Tells what would happen. */
  int plan(FaultSchedule schedule) {
    schedule.left().forEach(due -> add(due, null, null));
    return end();
  }

  /** Runs the schedule; the exit code says whether every fault could be brought about. */
  int run(LocalLabs labs, String lab, FaultSchedule schedule) throws InterruptedException {
    new FaultRun(
            labs,
            lab,
            outcome ->
                add(
                    outcome.due(),
                    seconds(outcome.at()),
                    outcome.error().isEmpty() ? null : outcome.error()))
        .toEnd(schedule);
    return end();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private void add(FaultSchedule.Due due, @Nullable Double at, @Nullable String error) {
    Line line = new Line(seconds(due.at()), at, due.effect().text(), error);
    lines.add(line);
    if (!json) {
      out.printf(Locale.ROOT, "%9.3f s  %s", line.planned(), line.fault());
      out.println(error == null ? "" : ": " + error);
      out.flush();
    }
  }

  private int end() {
    if (json) {
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(lines, out);
      out.println();
      out.flush();
    }
    return lines.stream().allMatch(line -> line.error() == null) ? ExitCode.DONE : ExitCode.FAILED;
  }
}
