package dev.mignet.apache.bench;

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
 * The benchmark with tiny counts: that it measures, not what.
 *
 * <pre>
 *   client --- front --- lan --- a, b, c --- san     (twice, and a few more that come and go)
 * </pre>
 */
@RequiresRoot
class BenchCommandIT {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int bench(String... arguments) {
    CommandLine line = new CommandLine(new BenchCommand(new LocalLabs()));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void every_figure_is_there_and_nothing_stays() {
    assertThat(bench("--quick", "--json")).as(err::toString).isZero();
    Report report = new Gson().fromJson(out.toString(), Report.class);
    boolean both = report.rows().stream().anyMatch(row -> row.name().contains("imposed-isn"));
    assertThat(report.rows()).hasSize(both ? 20 : 13).allMatch(row -> row.summary().minimum() > 0);
    assertThat(report.rows().stream().filter(row -> row.target() != null)).hasSize(both ? 4 : 1);
    assertThat(report.remarks()).anyMatch(remark -> remark.contains("migrated"));
    assertThat(report.fidelity()).hasSize(both ? 4 : 2);
    assertThat(report.fidelityLines().get(0)).startsWith("fidelity of time to first byte, ");
    String mine = "bench-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    assertThat(Labs.names()).noneMatch(name -> name.startsWith(mine));
    assertThat(NamespaceFiles.list("mignet-" + mine)).isEmpty();
  }
}
