package dev.mignet.apache.trace;

import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Subcommand;

/** Adds {@code trace} to the commands of {@code mignet}. */
public final class TraceSubcommand implements Subcommand {

  @Override
  public Object command(LabRunner labs) {
    return new TraceCommand(new LocalLabs());
  }
}
