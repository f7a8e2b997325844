package dev.mignet.apache.bench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The benchmark with small labs: that it measures, not what.
 *
 * <pre>
 *   n1 ... n5 --- lan      (once by each contestant, then a larger one by Mignet)
 * </pre>
 */
@RequiresRoot
class EmulatorCommandIT {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int bench(String... arguments) {
    CommandLine line = new CommandLine(new EmulatorCommand(new LocalLabs()));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void everybody_who_is_here_makes_a_lab_and_nothing_stays() {
    assertThat(bench("--quick", "--json")).as(err::toString).isZero();
    EmulatorReport report = new Gson().fromJson(out.toString(), EmulatorReport.class);
    assertThat(report.figures().size() + report.absent().size()).isEqualTo(6);
    assertThat(report.figures())
        .extracting(Figure::contestant)
        .contains(CommandContestant.NAME, LibraryContestant.NAME, Contestants.FORKED);
    assertThat(report.figures()).allMatch(f -> f.up().minimum() > 0 && f.down().minimum() > 0);
    assertThat(report.largeLab())
        .isNotNull()
        .satisfies(lab -> assertThat(lab.answered()).isEqualTo(lab.pings()));
    String mine = "bench-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    assertThat(Labs.names()).noneMatch(name -> name.startsWith(mine));
    assertThat(NamespaceFiles.list(mine)).isEmpty();
    assertThat(NamespaceFiles.list("mignet-" + mine)).isEmpty();
  }

  @Test
  void a_size_that_is_none_is_wrong_usage() {
    assertThat(bench("--size", "ten")).isEqualTo(2);
    assertThat(err.toString()).startsWith("not a size: \"ten\"; give one such as 100x5");
  }
}
