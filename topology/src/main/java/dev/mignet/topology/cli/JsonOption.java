package dev.mignet.topology.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code --json}, for commands that print a table. */
public final class JsonOption {

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  /** Prints the value as JSON, or else the table. */
  public void print(PrintWriter out, Object value, Table table) {
    if (json) {
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(value, out);
      out.println();
    } else {
      table.print(out);
    }
    out.flush();
  }
}
