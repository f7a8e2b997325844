package dev.mignet.apache.trace;

import dev.mignet.apache.capture.Captures;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Captures at the nodes of a lab until a connection has migrated. */
final class LiveRecording {

  private static final int PAUSE_MILLIS = 100;

  /** What an initiator says last of a migration. */
  private static final Set<String> ENDS =
      Set.of("stored", "closed", "rejected", "given-back", "timed-out", "client-reset");

  private final RunningLab lab;
  private final List<String> nodes;
  private final Path folder;

  /**
   * A recording.
   *
   * @param nodes to capture at
   * @param folder for the captures
   */
  LiveRecording(RunningLab lab, List<String> nodes, Path folder) {
    this.lab = lab;
    this.nodes = nodes;
    this.folder = folder;
  }

  /**
   * Waits for the end of a migration, and then until the nodes have nothing more to say.
   *
   * @param client whose connection; empty for whichever migrates first
   * @param started is called when nothing will be missed from now on
   * @throws LabException where no connection has migrated in that time
   */
  Recording record(Optional<String> client, int seconds, Runnable started)
      throws IOException, InterruptedException {
    List<EventTail> tails = new ArrayList<>();
    for (GenericEndpoint endpoint : lab.lab().endpoints()) {
      for (String backEnd : endpoint.backEnds()) {
        tails.add(new EventTail(LocalLabs.events(lab.lab().name(), backEnd)));
      }
    }
    Captures captures = Captures.start(lab, nodes, folder);
    try {
      started.run();
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      while (find(tails, client).isEmpty()) {
        if (System.nanoTime() > end) {
          throw new LabException(
              client.map(c -> "connection of " + c + " has").orElse("no connection has")
                  + (client.isPresent() ? " not" : "")
                  + " migrated in "
                  + seconds
                  + " s");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } finally {
      captures.stop();
    }
    List<StateChange> changes = new ArrayList<>();
    for (EventTail tail : tails) {
      changes.addAll(tail.read());
    }
    changes.sort(Comparator.comparingLong(StateChange::nanos));
    return new Recording(captures.read(), changes);
  }

  private static Optional<StateChange> find(List<EventTail> tails, Optional<String> client)
      throws IOException {
    for (EventTail tail : tails) {
      for (StateChange change : tail.read()) {
        if (ENDS.contains(change.event())
            && client.orElse(change.client()).equals(change.client())) {
          return Optional.of(change);
        }
      }
    }
    return Optional.empty();
  }
}
