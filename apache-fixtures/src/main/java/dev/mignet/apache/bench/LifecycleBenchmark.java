package dev.mignet.apache.bench;

import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.nodes.process.JavaCommand;
import dev.mignet.topology.cli.Main;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long {@code mignet up} and {@code mignet down} take, as processes from start to end. */
final class LifecycleBenchmark {

  private static final double MOST_SECONDS = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LabRunner labs;
  private final Path output;
  private final Kind withoutServers;
  private final Kind withApache;

  /** A lab that comes and goes. */
  private record Kind(
      String lab, Path topology, List<Double> up, List<Double> down, List<Double> both) {
    Kind(String lab, Path topology) {
      this(lab, topology, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * @param labs takes down what is left after a failure
   * @param name which the labs' names begin with
   * @param folder for files of this benchmark
   */
  LifecycleBenchmark(LabRunner labs, String name, Path folder) throws IOException {
    this.labs = labs;
    this.output = folder.resolve("output");
    BenchTopology topology = new BenchTopology(folder);
    withoutServers = new Kind(name + "-bare", topology.withoutServers(name + "-bare"));
    withApache = new Kind(name + "-full", topology.withApache(name + "-full"));
  }

  /** Brings each kind of lab up and down once. */
  void measure() throws IOException, InterruptedException {
    for (Kind kind : List.of(withoutServers, withApache)) {
      try {
        double up = seconds("up", kind.topology());
        double down = seconds("down", kind.topology());
        kind.up().add(up);
        kind.down().add(down);
        kind.both().add(up + down);
      } finally {
        labs.down(kind.lab());
      }
    }
  }

  private double seconds(String command, Path topology) throws IOException, InterruptedException {
    List<String> words =
        JavaCommand.of(
            Main.class.getName(),
            List.of(JavaCommand.C1_ONLY, "-Xmx256m"),
            List.of(command, "-t", topology.toString()));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      int exit = process.waitFor();
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      if (exit != 0) {
        throw new LabException(
            "mignet " + command + " ended with " + exit + ": " + Files.readString(output).strip());
      }
      return seconds;
    } catch (InterruptedException e) {
      process.destroy(); // "up" undoes what it has made
      process.onExit().join();
      throw e;
    }
  }

  /** The figures, once measured. */
  List<Row> rows() {
    return List.of(
        row("up, 3 back-ends, without Apache", withoutServers.up()),
        row("down", withoutServers.down()),
        row("up and down", withoutServers.both()).atMost(MOST_SECONDS),
        row("up, 3 back-ends, with Apache", withApache.up()),
        row("down, with Apache", withApache.down()));
  }

  private static Row row(String name, List<Double> seconds) {
    return Row.of(name, Unit.SECONDS, Summary.of(seconds));
  }
}
