package dev.mignet.tcpmig.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.connection.Guests;
import dev.mignet.tcpmig.kernel.SanChannel;
import dev.mignet.tcpmig.metrics.Exposition;
import dev.mignet.tcpmig.metrics.Latency;
import dev.mignet.tcpmig.san.MessageType;
import dev.mignet.tcpmig.san.RejectReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to the control command {@code metrics}. The packet loop's thread only copies numbers
 * ({@link #take}); {@link Taken#answer} writes them down.
 */
final class Metrics {
  private static final String ROLE = "role";
  private static final String OUTCOME = "outcome";
  private static final String INITIATOR = "initiator";
  private static final String TARGET = "target";
  private static final String DIRECTION = "direction";

  private final String node;
  private final ConnectionTable table;
  private final Counters counters;
  private final MigrationWatch watch;
  private final SanChannel san;
  private final CheckpointMemory memory;
  private final Guests guests;

  Metrics(
      String node,
      ConnectionTable table,
      Counters counters,
      MigrationWatch watch,
      SanChannel san,
      CheckpointMemory memory,
      Guests guests) {
    this.memory = memory;
    this.guests = guests;
    this.node = node;
    this.table = table;
    this.counters = counters;
    this.watch = watch;
    this.san = san;
  }

  /** What stands in the packet loop at one time. */
  record Taken(
      Exposition counters, Latency verdicts, Latency decisions, Map<Phase, Latency> phases) {

    /** Prometheus' text, and the latencies in short. */
    JsonObject answer() {
      counters
          .histograms(
              "mignet_verdict_seconds",
              "From when the daemon has read a packet to when its verdict has been sent; held packets are not in it.")
          .histogram(verdicts)
          .histograms("mignet_policy_seconds", "What the policy takes to decide on a request.")
          .histogram(decisions)
          .histograms(
              "mignet_migration_phase_seconds",
              "The phases of migrations; held and take_over are all phases of one side together.");
      phases.forEach(
          (phase, latency) ->
              counters.histogram(latency, ROLE, phase.role(), "phase", phase.text()));
      JsonArray latencies = new JsonArray();
      latencies.add(inShort("verdict", verdicts));
      latencies.add(inShort("policy", decisions));
      phases.forEach(
          (phase, latency) -> latencies.add(inShort(phase.role() + ' ' + phase.text(), latency)));
      JsonObject answer = new JsonObject();
      answer.addProperty("text", counters.toString());
      answer.add("latencies", latencies);
      return answer;
    }

    private static JsonObject inShort(String name, Latency latency) {
      JsonObject object = new JsonObject();
      object.addProperty("name", name);
      object.addProperty("count", latency.count());
      object.addProperty("p50_us", latency.percentile(50) / 1e3);
      object.addProperty("p90_us", latency.percentile(90) / 1e3);
      object.addProperty("p99_us", latency.percentile(99) / 1e3);
      object.addProperty("max_us", latency.longest() / 1e3);
      return object;
    }
  }

  /** Only for the packet loop's thread. */
  Taken take(Latency verdicts, Latency decisions) {
    Exposition text = new Exposition(node);
    packets(text);
    connections(text);
    migrations(text);
    messages(text);
    text.counters("mignet_events_lost_total", "Events that are not in the log: too many.")
        .sample(watch.eventsLost());
    return new Taken(text, verdicts.copy(), decisions.copy(), watch.phases());
  }

  private void packets(Exposition text) {
    text.counters("mignet_packets_total", "Packets that waited for a verdict.")
        .sample(counters.packets)
        .counters(
            "mignet_requests_gone_by_total",
            "Requests that the policy leaves here, which did not wait.")
        .sample(counters.requests)
        .counters(
            "mignet_malformed_packets_total", "Packets that were no IPv4 and TCP, and passed.")
        .sample(counters.malformed);
  }

  private void connections(Exposition text) {
    Map<ConnectionState, Integer> states = new EnumMap<>(ConnectionState.class);
    int held = 0;
    for (Connection connection : table.all()) {
      states.merge(connection.state(), 1, Integer::sum);
      held += connection.held().size();
    }
    text.gauges("mignet_connections", "Connections that the node knows.");
    for (ConnectionState state : ConnectionState.values()) {
      text.sample(states.getOrDefault(state, 0), "state", state.name().toLowerCase(Locale.ROOT));
    }
    text.gauges("mignet_guests", "Connections of other nodes that are served here, or to be.")
        .sample(guests.count());
    text.counters("mignet_connections_lost_total", "Connections whose node counts as dead.")
        .sample(watch.passed(Milestone.LOST));
    text.gauges("mignet_held_packets", "Clients' packets that wait for a migration.").sample(held);
    text.gauges("mignet_checkpoint_bytes", "Memory that checkpoints take.").sample(memory.used());
  }

  private void migrations(Exposition text) {
    text.counters("mignet_migrations_total", "Migrations that have ended, by how.")
        .sample(counters.migrated, ROLE, INITIATOR, OUTCOME, "done");
    for (Milestone end :
        new Milestone[] {
          Milestone.REJECTED,
          Milestone.GIVEN_BACK,
          Milestone.TIMED_OUT,
          Milestone.RESET,
          Milestone.CLIENT_RESET,
          Milestone.NOT_QUIESCENT
        }) {
      text.sample(watch.passed(end), ROLE, INITIATOR, OUTCOME, end.text());
    }
    long declined = watch.passed(Milestone.DECLINED) + watch.passed(Milestone.REFUSED);
    text.sample(counters.imported, ROLE, TARGET, OUTCOME, "done")
        .sample(declined, ROLE, TARGET, OUTCOME, Milestone.REJECTED.text())
        .sample(watch.passed(Milestone.ABANDONED), ROLE, TARGET, OUTCOME, "abandoned");
    text.counters("mignet_rejects_total", "Migrations that a target has declined, by reason.");
    for (RejectReason reason : RejectReason.values()) {
      String why = MigrationWatch.text(reason);
      text.sample(watch.rejectsSent(reason), DIRECTION, "sent", "reason", why);
      text.sample(watch.rejectsReceived(reason), DIRECTION, "received", "reason", why);
    }
  }

  private void messages(Exposition text) {
    text.counters("mignet_san_messages_total", "Messages of the migration protocol.");
    for (MessageType type : MessageType.values()) {
      String name = type.name().toLowerCase(Locale.ROOT);
      text.sample(san.sent().of(type), DIRECTION, "sent", "type", name);
      text.sample(san.received().of(type), DIRECTION, "received", "type", name);
    }
    text.counters("mignet_san_repeats_total", "Messages sent again, since an answer was missing.")
        .sample(watch.passed(Milestone.SYN_REPEATED), "type", "syn")
        .sample(watch.passed(Milestone.CHECKPOINT_REPEATED), "type", "checkpoint")
        .counters("mignet_san_late_messages_total", "Messages that nobody waited for (any more).")
        .sample(counters.late)
        .counters("mignet_san_forged_datagrams_total", "From no back-end of this lab, or changed.")
        .sample(san.forged())
        .counters("mignet_san_malformed_datagrams_total", "Of a back-end, but no messages.")
        .sample(san.malformed())
        .counters("mignet_san_unsent_datagrams_total", "That the kernel could not send.")
        .sample(san.unsent());
  }
}
