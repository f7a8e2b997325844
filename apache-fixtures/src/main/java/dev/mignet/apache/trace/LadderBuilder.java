package dev.mignet.apache.trace;

import dev.mignet.apache.trace.Journey.Sighting;
import dev.mignet.apache.trace.Ladder.Change;
import dev.mignet.apache.trace.Ladder.Column;
import dev.mignet.apache.trace.Ladder.Row;
import dev.mignet.apache.trace.Segment.Base;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.TcpView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes the ladder of one migration of a connection. */
final class LadderBuilder {

  private final FlowKey flow;
  private final List<Journey> journeys;
  private final List<StateChange> changes;
  private final List<SanMessage.Syn> migrations;

  /** Of what was recorded of that connection. */
  LadderBuilder(Recording recording, FlowKey flow) {
    this.flow = flow;
    this.journeys = recording.journeys(flow);
    this.changes =
        recording.changes().stream().filter(c -> c.client().equals(flow.client())).toList();
    this.migrations =
        journeys.stream()
            .flatMap(journey -> journey.messages().stream())
            .filter(SanMessage.Syn.class::isInstance)
            .map(SanMessage.Syn.class::cast)
            .filter(distinctId())
            .toList();
  }

  private static Predicate<SanMessage.Syn> distinctId() {
    Set<Long> seen = new LinkedHashSet<>();
    return syn -> seen.add(syn.id());
  }

  /** How many migrations of the connection there are. */
  int migrations() {
    return migrations.size();
  }

  /**
   * The ladder of one of them: from the connection's beginning, or from the request that it is
   * about where it is not the first, to that of the next, or the connection's end.
   *
   * @param number from 1
   * @param all whether nothing is left out
   */
  Ladder build(int number, boolean all) {
    SanMessage.Syn migration = migrations.get(number - 1);
    long from = number == 1 ? Long.MIN_VALUE : begin(migration);
    long to = number == migrations.size() ? Long.MAX_VALUE : begin(migrations.get(number));
    List<Journey> inside =
        journeys.stream().filter(j -> j.nanos() >= from && j.nanos() < to).toList();
    List<Column> columns = columns(migration);
    Base base = base(migration);
    List<Row> rows = new ArrayList<>();
    for (Journey journey : inside) {
      new ArrowBuilder(columns, base).arrows(journey, rows::add);
    }
    changes.stream()
        .filter(change -> change.nanos() >= from && change.nanos() < to)
        .forEach(change -> add(rows, change, columns));
    rows.sort(Comparator.comparingLong(Row::nanos));
    String title =
        "%s migrates from %s to %s"
            .formatted(
                flow.client() + " → " + flow.server(), sender(migration), receiver(migration));
    return new Ladder(title, columns, all ? rows : Folding.of(rows));
  }

  private static void add(List<Row> rows, StateChange change, List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(change.node())) {
        rows.add(new Change(change.nanos(), i, change.state(), change.text()));
      }
    }
  }

  /** When the request came that it is about, or its first message. */
  private long begin(SanMessage.Syn migration) {
    long syn = about(migration).mapToLong(Journey::nanos).min().orElseThrow();
    return journeys.stream()
        .filter(j -> j.segment() != null && j.segment().ofClient() && j.segment().length() > 0)
        .mapToLong(Journey::nanos)
        .filter(nanos -> nanos < syn)
        .max()
        .orElse(syn);
  }

  private Stream<Journey> about(SanMessage.Syn migration) {
    return journeys.stream()
        .filter(j -> j.messages().stream().anyMatch(message -> message.id() == migration.id()));
  }

  private String sender(SanMessage.Syn migration) {
    return about(migration).findFirst().orElseThrow().sightings().get(0).node();
  }

  private String receiver(SanMessage.Syn migration) {
    List<Sighting> sightings = about(migration).findFirst().orElseThrow().sightings();
    return sightings.get(sightings.size() - 1).node();
  }

  /**
   * Nodes in the order in which the client's packets come to them, but the initiator, the SAN and
   * the target last.
   */
  private List<Column> columns(SanMessage.Syn migration) {
    String initiator = sender(migration);
    String target = receiver(migration);
    Set<String> way = new LinkedHashSet<>();
    journeys.stream()
        .filter(journey -> journey.segment() != null && journey.segment().ofClient())
        .flatMap(journey -> journey.sightings().stream())
        .map(Sighting::node)
        .forEach(way::add);
    List<String> others =
        way.stream().filter(n -> !n.equals(initiator) && !n.equals(target)).toList();
    List<String> backEnds = others.stream().filter(this::speaksOnSan).toList();
    List<Column> columns = new ArrayList<>();
    for (String other : others) {
      String role = columns.isEmpty() ? "client" : "front-end";
      columns.add(new Column(other, backEnds.contains(other) ? "back-end" : role));
    }
    columns.add(new Column(initiator, "initiator"));
    columns.add(ArrowBuilder.SAN);
    columns.add(new Column(target, "target"));
    return columns;
  }

  private boolean speaksOnSan(String node) {
    return journeys.stream()
        .flatMap(journey -> journey.sightings().stream())
        .anyMatch(sighting -> sighting.onSan() && sighting.node().equals(node));
  }

  /** The client's ISN stands in the migration SYN; the server's only in its SYN-ACK. */
  private Base base(SanMessage.Syn migration) {
    int server =
        journeys.stream()
            .flatMap(journey -> Stream.ofNullable(journey.segment()))
            .filter(segment -> !segment.ofClient())
            .findFirst()
            .map(segment -> segment.sequence() - (segment.has(TcpView.SYN) ? 0 : 1))
            .orElse(migration.imposedAck() - 1);
    return new Base(migration.clientIsn(), server);
  }
}
