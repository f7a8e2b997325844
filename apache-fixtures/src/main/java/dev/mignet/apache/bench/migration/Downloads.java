package dev.mignet.apache.bench.migration;

import dev.mignet.apache.bench.HttpConnection;
import dev.mignet.apache.bench.Row;
import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.apache.bench.Summary;
import dev.mignet.apache.files.FileSet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** How long 5 MB take on a connection of their own, direct and migrated, in turn. */
final class Downloads {

  private static final String FILE = "class2/big";
  private static final double MOST = 1.03;
  private static final double NANOS = 1e9;
  private static final int HEAD = 4096;

  private final InetSocketAddress server;
  private final List<Double> direct = new ArrayList<>();
  private final List<Double> migrated = new ArrayList<>();

  Downloads(InetSocketAddress server) {
    this.server = server;
  }

  /** Of each kind so many; runs on a thread of the client's namespace. */
  void measure(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      direct.add(seconds(Contestant.UNMOVED));
      migrated.add(seconds(Contestant.MIGRATED));
    }
  }

  private double seconds(Contestant contestant) throws IOException {
    try (HttpConnection connection = new HttpConnection(server, FileSet.BIG + HEAD)) {
      long start = System.nanoTime();
      HttpConnection.Response response = connection.get(contestant.path(FILE), true);
      double seconds = (System.nanoTime() - start) / NANOS;
      MigrationBenchmark.mustBeServedRight(contestant, response);
      return seconds;
    }
  }

  /** The figures, once measured. */
  List<Row> rows() {
    Row directRow = Row.of("5 MB, Mignet, does not migrate", Unit.SECONDS, Summary.of(direct));
    return List.of(
        directRow,
        Row.of("5 MB, Mignet, migrates", Unit.SECONDS, Summary.of(migrated))
            .comparedWith(directRow, "direct")
            .atMost(MOST));
  }
}
