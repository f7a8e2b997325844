package dev.mignet.topology.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --json}, for commands that print a table. */
public final class JsonOption {

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  /** Whether standard output is for JSON alone. */
  public boolean wanted() {
    return json;
  }

  /** Prints the value as JSON, or else the table. */
  public void print(PrintWriter out, Object value, Table table) {
    print(out, value, table, List.of());
  }

  /** Prints the value as JSON, or else the table and the lines behind it. */
  public void print(PrintWriter out, Object value, Table table, List<String> lines) {
    if (json) {
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(value, out);
      out.println();
    } else {
      table.print(out);
      lines.forEach(out::println);
    }
    out.flush();
  }
}
