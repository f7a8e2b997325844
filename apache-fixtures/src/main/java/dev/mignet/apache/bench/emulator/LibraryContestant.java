package dev.mignet.apache.bench.emulator;

import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code mignet up} and {@code mignet down} do, in this JVM, which has started. */
final class LibraryContestant implements Contestant {

  static final String NAME = "mignet without JVM start";

  private static final double NANOS = 1e9;

  private final LabRunner labs;
  private final LabFile file;

  LibraryContestant(LabRunner labs, LabFile file) {
    this.labs = labs;
    this.file = file;
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
  public Life live(int nodes) throws IOException {
    Path topology = file.write(nodes);
    long start = System.nanoTime();
    RunningLab lab = labs.up(labs.read(topology), topology, Progress.SILENT);
    double up = (System.nanoTime() - start) / NANOS;
    start = System.nanoTime();
    lab.close();
    return new Life(up, (System.nanoTime() - start) / NANOS);
  }
}
