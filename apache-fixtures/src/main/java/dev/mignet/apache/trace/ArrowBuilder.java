package dev.mignet.apache.trace;

import dev.mignet.apache.trace.Journey.Sighting;
import dev.mignet.apache.trace.Ladder.Arrow;
import dev.mignet.apache.trace.Ladder.Column;
import dev.mignet.apache.trace.Ladder.Kind;
import dev.mignet.apache.trace.Segment.Base;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes arrows of journeys: one for each stretch in one direction. */
final class ArrowBuilder {

  /** The place that is no node, and where nothing is captured. */
  static final Column SAN = new Column("SAN", "network");

  private final List<Column> columns;
  private final Base base;

  ArrowBuilder(List<Column> columns, Base base) {
    this.columns = columns;
    this.base = base;
  }

  /** A packet that was seen at one place only has none. */
  void arrows(Journey journey, Consumer<Arrow> arrows) {
    int san = columns.indexOf(SAN);
    List<Integer> stops = new ArrayList<>();
    long begin = journey.nanos();
    Sighting before = journey.sightings().get(0);
    for (Sighting sighting : journey.sightings()) {
      int column = column(sighting.node());
      int last = stops.isEmpty() ? -1 : stops.get(stops.size() - 1);
      if (column >= 0 && column != last) {
        if (stops.size() > 1 && column > last != last > stops.get(0)) {
          arrows.accept(arrow(journey, stops, begin, before.nanos())); // it turns
          stops = new ArrayList<>(List.of(last));
          begin = before.nanos();
        }
        boolean acrossSan = san > Math.min(last, column) && san < Math.max(last, column);
        if (last >= 0 && sighting.onSan() && before.onSan() && acrossSan) {
          stops.add(san);
        }
        stops.add(column);
      }
      before = sighting;
    }
    if (stops.size() > 1) {
      arrows.accept(arrow(journey, stops, begin, before.nanos()));
    }
  }

  private Arrow arrow(Journey journey, List<Integer> stops, long begin, long end) {
    Segment segment = journey.segment();
    if (segment == null) {
      String label = String.join("; ", journey.messages().stream().map(base::label).toList());
      return new Arrow(begin, List.copyOf(stops), end - begin, Kind.MESSAGE, label);
    }
    Kind kind = segment.ofClient() ? Kind.REQUEST : Kind.RESPONSE;
    return new Arrow(begin, List.copyOf(stops), end - begin, kind, segment.label(base));
  }

  private int column(String node) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(node) && !columns.get(i).equals(SAN)) {
        return i;
      }
    }
    return -1;
  }
}
