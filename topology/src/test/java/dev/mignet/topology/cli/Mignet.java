package dev.mignet.topology.cli;

import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.testing.Topologies;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** Runs a command in this process. */
final class Mignet {

  /** What came of a command. */
  record Result(int exitCode, String out, String err) {}

  private Mignet() {}

  static Result run(String... arguments) {
    return run(Map.of(), arguments);
  }

  static Result run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(new LocalLabs(Topologies.CATALOGUE), environment::get);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exitCode = line.execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
