package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that move and such that stay where they landed, by turns, so that both meet the same
 * conditions; and what the client's capture tells of them, which must be the same of both.
 *
 * @param folder for the capture
 */
record Comparison(TestLab lab, Path folder) {
  private static final int AT_ONCE = 6;

  /**
   * How much farther the server's clock may be off where connections move, ms: 1 where daemons need
   * not wait for a processor. A clock that is another one is off by days.
   */
  private static final double CLOCK_ERROR = 10;

  /** A visit is tried so often where the machine is too busy. */
  private static final int TRIES = 5;

  /**
   * What two packets that change places on the machine's own processors make a server send, and an
   * application that reads late its client's kernel, with migrations or without: it is a fault
   * where it comes in each of so many rounds. On a busy machine one of five has it.
   */
  private static final Set<String> OF_CHANCE = Set.of("ACK that comes twice", "duplicate_ack");

  private static final int ROUNDS = 5;

  /** Ports below those that the kernel chooses by itself. */
  private static final int FIRST_PORT = 10_000;

  private static final int PORTS = 20_000;
  private static final AtomicInteger VISITS = new AtomicInteger();

  /** Numbers of visits that are tried again are so far apart. */
  private static final int AGAIN = 1_000_000;

  /**
   * What is known of a visit when it is over.
   *
   * @param abandoned what it asked for while the machine was too busy for migrations
   * @param failure empty if all was well
   */
  record Outcome(
      boolean moves,
      int port,
      List<Visit.Request> requests,
      List<Visit.Request> abandoned,
      String failure) {}

  /** Plays so many pairs of visits of that kind and fails where a client could tell them apart. */
  List<Outcome> unseen(ConnectionKind kind, int pairs) throws Exception {
    List<Outcome> all = new ArrayList<>();
    Map<String, Integer> faults = Map.of();
    for (int round = 0; round < ROUNDS && (round == 0 || !faults.isEmpty()); round++) {
      faults = round(kind, pairs, round * pairs, all);
      if (!OF_CHANCE.containsAll(faults.keySet())) {
        break;
      }
    }
    assertThat(faults).as("faults that the control run has not").isEmpty();
    return all;
  }

  /** Faults that the control run has not. */
  private Map<String, Integer> round(ConnectionKind kind, int pairs, int first, List<Outcome> all)
      throws Exception {
    ClientCapture capture = ClientCapture.start(lab, folder.resolve("client.pcapng"));
    List<Outcome> outcomes = play(kind, pairs, first);
    List<Segment> segments = capture.stop();
    all.addAll(outcomes);
    assertThat(outcomes.stream().map(Outcome::failure).filter(f -> !f.isEmpty())).isEmpty();
    ClientTrace moved = ClientTrace.of(segments, ports(outcomes, true));
    ClientTrace stayed = ClientTrace.of(segments, ports(outcomes, false));
    assertThat(moved.connections()).isEqualTo(pairs);
    assertThat(stayed.connections()).isEqualTo(pairs);
    assertThat(stayed.shapes()).containsAll(moved.shapes());
    assertThat(moved.clockError())
        .as("how much the server's timestamps went faster or slower than time, ms")
        .isLessThan(stayed.clockError() + CLOCK_ERROR);
    return moved.faultsBeyond(stayed);
  }

  private List<Outcome> play(ConnectionKind kind, int pairs, int first) throws Exception {
    List<Callable<Outcome>> visits = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      int number = first + i;
      visits.add(() -> play(kind, true, number));
      visits.add(() -> play(kind, false, number));
    }
    return NodeThreads.run(lab.running(), "client", AT_ONCE, visits);
  }

  /** Where this machine is so busy that a migration is given up, the visit is another one. */
  private Outcome play(ConnectionKind kind, boolean moves, int number) throws IOException {
    List<Visit.Request> abandoned = new ArrayList<>();
    for (int i = 1; ; i++) {
      long givenUp = lab.givenUp();
      Visit visit = new Visit(kind.name(), moves, number + (i - 1) * AGAIN);
      int port = 0;
      try (WebConnection connection = kind.open(lab.server(), nextPort())) {
        port = connection.port();
        kind.play(connection, visit);
        return new Outcome(moves, port, visit.requests(), abandoned, "");
      } catch (IOException e) {
        if (!(e instanceof Visit.WrongServer) || i == TRIES || lab.givenUp() == givenUp) {
          String failure = (moves ? "moving " : "staying ") + number + ", port " + port + ": " + e;
          return new Outcome(moves, port, visit.requests(), abandoned, failure);
        }
        abandoned.addAll(visit.requests());
      }
    }
  }

  /**
   * A port that no visit had for long: the kernel gives one again whose connection has just ended
   * when threads connect at once, and in a capture both would be one connection.
   */
  private static int nextPort() {
    return FIRST_PORT + Math.floorMod(VISITS.getAndIncrement(), PORTS);
  }

  private static List<Integer> ports(List<Outcome> outcomes, boolean moves) {
    return outcomes.stream().filter(o -> o.moves() == moves).map(Outcome::port).toList();
  }
}
