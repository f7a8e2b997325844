package dev.mignet.apache.bench;

import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Subcommand;

/** Adds {@code bench} to the commands of {@code mignet}. */
public final class BenchSubcommand implements Subcommand {

  @Override
  public Object command(LabRunner labs) {
    return new BenchCommand(labs);
  }
}
