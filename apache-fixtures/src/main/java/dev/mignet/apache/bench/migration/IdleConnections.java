package dev.mignet.apache.bench.migration;

import dev.mignet.apache.bench.HttpConnection;
import dev.mignet.apache.bench.Row;
import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.apache.bench.Summary;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Thousands of connections that are open and idle, which then migrate one after the other, each by
 * a request. What one costs must not grow with how many there are.
 */
final class IdleConnections {

  private static final String FILE = "class1/file0";
  private static final int LONGEST = 4096;
  private static final double FLAT = 1.2;
  private static final int PARTS = 10;

  private final InetSocketAddress server;
  private final List<Double> micros = new ArrayList<>();
  private int unanswered;

  IdleConnections(InetSocketAddress server) {
    this.server = server;
  }

  /** Opens so many, and has all migrate; runs on a thread of the client's namespace. */
  void measure(int count) throws IOException {
    List<HttpConnection> connections = new ArrayList<>();
    try {
      warmUp(count / PARTS);
      for (int i = 0; i < count; i++) {
        HttpConnection connection = new HttpConnection(server, LONGEST);
        connections.add(connection);
        MigrationBenchmark.mustBeServedRight(
            Contestant.UNMOVED, connection.get(Contestant.UNMOVED.path(FILE), false));
      }
      for (HttpConnection connection : connections) {
        migrate(connection);
      }
    } finally {
      for (HttpConnection connection : connections) {
        connection.close();
      }
    }
  }

  private void migrate(HttpConnection connection) throws IOException {
    try {
      HttpConnection.Response response = connection.get(Contestant.MIGRATED.path(FILE), false);
      MigrationBenchmark.mustBeServedRight(Contestant.MIGRATED, response);
      micros.add(response.firstByteMicros());
    } catch (HttpConnection.UnansweredException e) {
      unanswered++;
    }
  }

  /**
   * Connections that their server had closed by then. Apache closes all that are idle when for a
   * moment no thread of a process is free, which happens on a machine with other work: its log has
   * it at LogLevel mpm_event:trace1.
   */
  int unanswered() {
    return unanswered;
  }

  /** So many others come, migrate and go. */
  private void warmUp(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      try (HttpConnection connection = new HttpConnection(server, LONGEST)) {
        connection.get(Contestant.UNMOVED.path(FILE), false);
        connection.get(Contestant.MIGRATED.path(FILE), true);
      }
    }
  }

  /** The figures, once measured. */
  List<Row> rows() {
    int part = micros.size() / PARTS;
    String of = " of " + micros.size() + " idle connections to migrate, first byte";
    Row first =
        Row.of("the first " + part + of, Unit.MICROSECONDS, Summary.of(micros.subList(0, part)));
    List<Double> end = micros.subList(micros.size() - part, micros.size());
    return List.of(
        first,
        Row.of("the last " + part, Unit.MICROSECONDS, Summary.of(end))
            .comparedWith(first, "the first")
            .atMost(FLAT));
  }
}
