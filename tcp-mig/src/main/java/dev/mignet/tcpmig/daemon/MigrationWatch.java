package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.machine.Decision;
import dev.mignet.tcpmig.metrics.Event;
import dev.mignet.tcpmig.metrics.EventLog;
import dev.mignet.tcpmig.metrics.Latency;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import java.time.Instant;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sees every decision before it is carried out: counts what it means, measures the phases of
 * migrations, and tells the event log. Allocates nothing where a packet is simply accepted.
 */
final class MigrationWatch {
  /**
   * So many migrations, and connections that close, are told of in a second; of the others nothing.
   * Thousands in a second would cost as much to tell as to do.
   */
  private static final int MOST_TOLD = 200;

  private static final long SECOND = 1_000_000_000;

  /** A migration that has begun here and not ended. */
  private static final class UnderWay {
    private final boolean told;
    private final long began;
    private int peer;
    private long id;
    private long since;
    private Milestone last;

    UnderWay(Milestone first, int peer, long now, boolean told) {
      this.told = told;
      this.peer = peer;
      this.began = now;
      this.since = now;
      this.last = first;
    }
  }

  private final String node;
  private final IntFunction<String> names;
  private final @Nullable EventLog log;
  private final IdentityHashMap<Connection, UnderWay> underWay = new IdentityHashMap<>();
  private final Map<Milestone, Long> passed = new EnumMap<>(Milestone.class);
  private final Map<RejectReason, Long> rejectsSent = new EnumMap<>(RejectReason.class);
  private final Map<RejectReason, Long> rejectsReceived = new EnumMap<>(RejectReason.class);
  private final Map<Phase, Latency> phases = new EnumMap<>(Phase.class);
  private final Breakpoint breakpoint = new Breakpoint();
  private RejectReason told = RejectReason.NO_ROOM;
  private long secondBegan = System.nanoTime();
  private int toldOf;
  private long untold;

  /**
   * @param node this one's name
   * @param names from a node's number to its name
   * @param log may be missing
   */
  MigrationWatch(String node, IntFunction<String> names, @Nullable EventLog log) {
    this.node = node;
    this.names = names;
    this.log = log;
    for (Phase phase : Phase.values()) {
      phases.put(phase, new Latency());
    }
  }

  /** Where tests stop the daemon. */
  Breakpoint breakpoint() {
    return breakpoint;
  }

  /** The reason of the reject at hand. */
  void told(RejectReason reason) {
    told = reason;
  }

  /**
   * A decision is about to be carried out; the connection is in the state before.
   *
   * @return what the connection passes by it
   */
  Milestone decided(Connection connection, Decision decision) {
    Milestone milestone = Milestone.of(connection.state(), decision, connection.closed());
    if (milestone == Milestone.NONE) {
      return milestone;
    }
    breakpoint.pass(milestone);
    long now = System.nanoTime();
    UnderWay migration = underWay.get(connection);
    if (milestone.begins()) {
      migration = new UnderWay(milestone, connection.peer(), now, mayTell(now));
      underWay.put(connection, migration);
    } else if (migration != null && migration.last == milestone) {
      return milestone; // what was lost is said again
    }
    if (migration != null) {
      step(migration, milestone, now);
      SanMessage.Syn syn = connection.migration();
      if (syn != null && milestone.hasMigration()) {
        migration.id = syn.id();
        migration.peer = connection.peer();
      }
    }
    passed.merge(milestone, 1L, Long::sum);
    if (milestone == Milestone.DECLINED || milestone == Milestone.REFUSED) {
      rejectsSent.merge(connection.rejectReason(), 1L, Long::sum);
    } else if (milestone == Milestone.REJECTED
        || milestone == Milestone.REJECTED_FOR_NEXT
        || milestone == Milestone.GIVEN_BACK) {
      rejectsReceived.merge(told, 1L, Long::sum);
    }
    if (log != null && (milestone != Milestone.ENDED || connection.migrations() > 0)) {
      if (migration == null ? mayTell(now) : migration.told) {
        log.add(event(connection, decision, milestone, migration, now));
      } else {
        untold++;
      }
    }
    if (milestone.ends()) {
      underWay.remove(connection);
    }
    return milestone;
  }

  private boolean mayTell(long now) {
    if (now - secondBegan >= SECOND) {
      secondBegan = now;
      toldOf = 0;
    }
    return toldOf++ < MOST_TOLD;
  }

  private void step(UnderWay migration, Milestone milestone, long now) {
    for (Map.Entry<Phase, Latency> entry : phases.entrySet()) {
      Phase phase = entry.getKey();
      if (phase.isStep() && phase.leads(migration.last, milestone)) {
        entry.getValue().record(now - migration.since);
      } else if (!phase.isStep() && phase.endsWith(milestone)) {
        entry.getValue().record(now - migration.began);
      }
    }
    if (milestone.advances()) {
      migration.last = milestone;
      migration.since = now;
    }
  }

  private Event event(
      Connection connection,
      Decision decision,
      Milestone milestone,
      @Nullable UnderWay migration,
      long now) {
    SanMessage.Syn syn = connection.migration();
    long id = syn == null ? 0 : syn.id();
    int peer = connection.peer();
    if (migration != null) {
      id = migration.id;
      peer = migration.peer;
    } else if (milestone == Milestone.ENDED) {
      id = connection.importedBy();
      peer = connection.importedFrom();
    }
    String reason =
        switch (milestone) {
          case REJECTED, REJECTED_FOR_NEXT, GIVEN_BACK -> text(told);
          case DECLINED, REFUSED -> text(connection.rejectReason());
          default -> "";
        };
    boolean gone =
        milestone == Milestone.CLEANED
            || milestone == Milestone.LOST
            || milestone == Milestone.ENDED;
    return new Event(
        Instant.now(),
        node,
        milestone.text(),
        id,
        connection.key().client(),
        connection.key().server(),
        gone ? "gone" : decision.next().name().toLowerCase(Locale.ROOT),
        peer == 0 ? "" : names.apply(peer),
        migration == null ? 0 : (now - migration.began) / 1000,
        reason);
  }

  /** As metrics and events call a reason. */
  static String text(RejectReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How often that has happened. */
  long passed(Milestone milestone) {
    return passed.getOrDefault(milestone, 0L);
  }

  /** How often this node has declined for that reason. */
  long rejectsSent(RejectReason reason) {
    return rejectsSent.getOrDefault(reason, 0L);
  }

  /** How often another node has declined for that reason. */
  long rejectsReceived(RejectReason reason) {
    return rejectsReceived.getOrDefault(reason, 0L);
  }

  /** The latencies as they are now. */
  Map<Phase, Latency> phases() {
    Map<Phase, Latency> copies = new EnumMap<>(Phase.class);
    phases.forEach((phase, latency) -> copies.put(phase, latency.copy()));
    return copies;
  }

  /** Events that were too many, or could not be written. */
  long eventsLost() {
    return untold + (log == null ? 0 : log.lost());
  }

  /** Lets the log write what it has. */
  void flush() {
    if (log != null) {
      log.flush();
    }
  }
}
