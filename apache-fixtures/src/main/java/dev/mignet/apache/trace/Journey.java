package dev.mignet.apache.trace;

import dev.mignet.tcpmig.san.SanMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packet's way: where and when it was captured, in the order of time. */
final class Journey {

  /**
   * One capture of it.
   *
   * @param onSan whether by an interface on the SAN
   */
  record Sighting(long nanos, String node, boolean onSan) {}

  private final @Nullable Segment segment;
  private final List<SanMessage> messages;
  private final List<Sighting> sightings = new ArrayList<>();

  /** Of a segment. */
  Journey(Segment segment) {
    this.segment = segment;
    this.messages = List.of();
  }

  /** Of a datagram on the SAN, with those of its messages that are about the connection. */
  Journey(List<SanMessage> messages) {
    this.segment = null;
    this.messages = List.copyOf(messages);
  }

  void add(Sighting sighting) {
    sightings.add(sighting);
    sightings.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
  }

  /** Null for a datagram on the SAN. */
  @Nullable Segment segment() {
    return segment;
  }

  /** None for a segment. */
  List<SanMessage> messages() {
    return messages;
  }

  List<Sighting> sightings() {
    return sightings;
  }

  /** When it was first seen. */
  long nanos() {
    return sightings.get(0).nanos();
  }

  /** How long it was on its way, as far as it was seen. */
  long travel() {
    return sightings.get(sightings.size() - 1).nanos() - nanos();
  }
}
