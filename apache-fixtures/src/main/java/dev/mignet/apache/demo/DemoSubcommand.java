package dev.mignet.apache.demo;

import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Subcommand;

/** Adds {@code demo} to the commands of {@code mignet}. */
public final class DemoSubcommand implements Subcommand {

  @Override
  public Object command(LabRunner labs) {
    return new DemoCommand(labs);
  }
}
