package dev.mignet.topology.cli;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.InvalidTopologyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into a message and an exit code. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult arguments) {
    PrintWriter err = line.getErr();
    if (e instanceof InvalidTopologyException invalid) {
      invalid.problems().forEach(err::println);
      err.flush();
      return ExitCode.INVALID_FILE;
    }
    if (e instanceof NeedsRootException) {
      err.println(e.getMessage());
    } else if (e instanceof LabException
        || e instanceof KernelException
        || e instanceof UncheckedIOException
        || e instanceof IOException) {
      err.println("mignet: " + e.getMessage());
    } else {
      err.println("mignet: a mistake of mignet's own; please report it with what follows");
      e.printStackTrace(err);
    }
    err.flush();
    return ExitCode.FAILED;
  }
}
