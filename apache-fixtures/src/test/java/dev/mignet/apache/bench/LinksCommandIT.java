package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * That every wire is measured, not what.
 *
 * <pre>
 *   [ a ] e0 ==== as each case says ==== e0 [ b ]
 *     san0 ========== Myrinet ========== san0
 * </pre>
 */
@RequiresRoot
class LinksCommandIT {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void every_wire_is_there_for_every_engine_and_nothing_stays() {
    CommandLine line = new CommandLine(new LinksCommand(new LocalLabs()));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    assertThat(line.execute("--quick", "--json")).as(err::toString).isZero();
    JsonObject report = JsonParser.parseString(out.toString()).getAsJsonObject();
    List<JsonObject> rows =
        report.getAsJsonArray("rows").asList().stream().map(JsonElement::getAsJsonObject).toList();
    int engines = Doctor.hasNetem() ? 2 : 1;
    assertThat(rows).hasSize(7 + engines * 16);
    assertThat(report.getAsJsonArray("missing")).hasSize(2 - engines);
    assertThat(rows).extracting(row -> row.get("engine").getAsString()).contains("tbf", "nfqueue");
    assertThat(rows)
        .filteredOn(row -> row.get("wire").getAsString().equals("delay 100 ms"))
        .hasSize(2 * engines)
        .filteredOn(
            row -> row.getAsJsonObject("figure").get("quantity").getAsString().equals("delay"))
        .allMatch(row -> row.getAsJsonObject("figure").get("measured").getAsDouble() > 100_000);
    String mine = "bench-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    assertThat(Labs.names()).noneMatch(name -> name.startsWith(mine));
    assertThat(NamespaceFiles.list("mignet-" + mine)).isEmpty();
  }
}
