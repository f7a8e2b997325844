package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.mignet.apache.bench.queue.QueueCommand;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.LocalLabs;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The daemon's packet loop beside libnetfilter_queue, once: that it measures, not what. */
@RequiresRoot
class QueueCommandIT {

  @Test
  void both_let_packets_pass() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new QueueCommand(new LocalLabs()));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    assertThat(line.execute("--quick", "--json")).as(err::toString).isZero();
    Report report = new Gson().fromJson(out.toString(), Report.class);
    assertThat(report.rows()).hasSize(2).allMatch(row -> row.summary().minimum() > 0);
  }
}
