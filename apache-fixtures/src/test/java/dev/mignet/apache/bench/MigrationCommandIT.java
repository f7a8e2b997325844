package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.mignet.apache.bench.migration.MigrationCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.LocalLabs;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Mignet beside HAProxy with tiny counts: that it measures, not what. */
@RequiresRoot
class MigrationCommandIT {

  @Test
  void every_contestant_answers_and_idle_connections_migrate() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new MigrationCommand(new LocalLabs()));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    assertThat(line.execute("--quick", "--json")).as(err::toString).isZero();
    Report report = new Gson().fromJson(out.toString(), Report.class);
    assertThat(report.rows().stream().map(Row::name))
        .contains("1 KB, close, HAProxy, splice", "1 KB, keep-alive, Mignet, all migrate")
        .hasSize(22);
    assertThat(report.rows().stream().filter(row -> row.unit() != Row.Unit.COUNT))
        .allMatch(row -> row.summary().minimum() > 0);
    assertThat(report.remarks()).isEmpty();
  }
}
