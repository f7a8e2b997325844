package dev.mignet.apache.bench;

import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Time from a request to the first byte of its response, direct and migrated, in turn: on a new
 * connection, and as the second request of one that has been served where it landed. Runs on a
 * thread of the client's namespace.
 */
final class FirstByteBenchmark {

  /** What the last request left behind, the closing of its connection, is over by then. */
  private static final int PAUSE_MILLIS = 1;

  /** Long enough for a connection to be idle, the state in which keep-alive connections migrate. */
  private static final int IDLE_MILLIS = 2;

  private static final double MOST_FOR_NEW = 1.7;

  private static final int LONGEST = 64 * 1024;

  private final Mechanism mechanism;
  private final InetSocketAddress server;
  private final List<Double> connects = new ArrayList<>();
  private final Samples onNew = new Samples();
  private final Samples onKept = new Samples();
  private int strays;

  /** Microseconds. */
  private record Samples(List<Double> direct, List<Double> migrated) {
    Samples() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    List<Double> of(Request request) {
      return switch (request) {
        case DIRECT -> direct;
        case MIGRATED -> migrated;
      };
    }
  }

  /**
   * @param mechanism by which connections of that server's lab migrate
   */
  FirstByteBenchmark(Mechanism mechanism, InetSocketAddress server) {
    this.mechanism = mechanism;
    this.server = server;
  }

  /** Requests of both kinds, each on a new connection, in turn and timed by nobody; true. */
  boolean warmUp(int count) throws IOException {
    Request[] requests = Request.values();
    for (int i = 0; i < count; i++) {
      try (HttpConnection connection = new HttpConnection(server, LONGEST)) {
        connection.get(requests[i % requests.length].path(), true);
      }
    }
    return true;
  }

  /** Times that many requests of each kind. */
  boolean measure(int rounds) throws IOException, InterruptedException {
    for (int i = 0; i < rounds; i++) {
      for (Request request : Request.values()) {
        try (HttpConnection connection = new HttpConnection(server, LONGEST)) {
          connects.add(connection.connectMicros());
          time(connection, request, onNew);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      for (Request request : Request.values()) {
        try (HttpConnection connection = new HttpConnection(server, LONGEST)) {
          connection.get(Request.DIRECT.path(), false);
          TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
          time(connection, request, onKept);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    return true;
  }

  private void time(HttpConnection connection, Request request, Samples samples)
      throws IOException {
    HttpConnection.Response response = connection.get(request.path(), true);
    if (request.isServedBy(response.node())) {
      samples.of(request).add(response.firstByteMicros());
    } else {
      strays++;
    }
  }

  /** Requests that were served elsewhere than told, and are left out of the figures. */
  int strays() {
    return strays;
  }

  /** The figures, once measured. */
  List<Row> rows() {
    Row direct = row("first byte, new connection, direct", onNew.direct());
    Row migrated =
        row("first byte, new connection, migrated", onNew.migrated())
            .comparedWith(direct, "direct");
    Row keptDirect = row("first byte, keep-alive, direct", onKept.direct());
    return List.of(
        row("connect", connects),
        direct,
        mechanism == Mechanism.TRANSLATION ? migrated : migrated.atMost(MOST_FOR_NEW),
        keptDirect,
        row("first byte, keep-alive, migrated", onKept.migrated())
            .comparedWith(keptDirect, "direct"));
  }

  private Row row(String name, List<Double> micros) {
    if (micros.isEmpty()) {
      throw new LabException("no request was served where it should be: " + name);
    }
    return Row.of(name + ", " + mechanism.text(), Unit.MICROSECONDS, Summary.of(micros));
  }
}
