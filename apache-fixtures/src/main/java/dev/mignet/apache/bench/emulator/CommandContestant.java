package dev.mignet.apache.bench.emulator;

import dev.mignet.topology.spi.LabRunner;
import java.io.IOException;
import java.util.Optional;

/** {@code mignet up} and {@code mignet down}: whole processes, the start of their JVM included. */
final class CommandContestant implements Contestant {

  static final String NAME = "mignet";

  private final LabRunner labs;
  private final LabFile file;
  private final MignetCommand command;

  CommandContestant(LabRunner labs, LabFile file, MignetCommand command) {
    this.labs = labs;
    this.file = file;
    this.command = command;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> absence() {
    return Optional.empty();
  }

  @Override
  public Life live(int nodes) throws IOException, InterruptedException {
    String topology = file.write(nodes).toString();
    try {
      return new Life(
          command.seconds("up", "-t", topology), command.seconds("down", "-t", topology));
    } finally {
      labs.down(file.lab(nodes));
    }
  }
}
