package dev.mignet.apache.bench.cli;

import dev.mignet.apache.bench.BenchCommand;
import dev.mignet.apache.bench.LinksCommand;
import dev.mignet.apache.bench.emulator.EmulatorCommand;
import dev.mignet.apache.bench.migration.MigrationCommand;
import dev.mignet.apache.bench.queue.QueueCommand;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Subcommand;
import picocli.CommandLine;

/**
 * Adds {@code bench}, and what it can measure beside migration, to the commands of {@code mignet}.
 */
public final class BenchSubcommand implements Subcommand {

  @Override
  public Object command(LabRunner labs) {
    return new CommandLine(new BenchCommand(labs))
        .addSubcommand(new EmulatorCommand(labs))
        .addSubcommand(new LinksCommand(labs))
        .addSubcommand(new MigrationCommand(labs))
        .addSubcommand(new QueueCommand(labs));
  }
}
