package dev.mignet.topology.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mignet schema}. */
@Command(
    name = "schema",
    description = "Print the JSON Schema (2020-12) of topologies, for editors.")
final class SchemaCommand implements Callable<Integer> {

  private static final String RESOURCE = "/dev/mignet/topology/mignet.schema.json";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    try (InputStream schema = SchemaCommand.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(schema).readAllBytes();
      out.print(new String(bytes, StandardCharsets.UTF_8));
    }
    out.flush();
    return ExitCode.DONE;
  }
}
