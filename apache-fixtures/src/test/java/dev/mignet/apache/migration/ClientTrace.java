package dev.mignet.apache.migration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a client's capture tells of some connections.
 *
 * @param faults how often each kind of fault was seen: what tshark remarks (retransmissions,
 *     duplicate ACKs, segments out of order or missing), and what {@link SegmentHistory} finds
 * @param shapes the different {@link Segment#shape shapes} of segments
 * @param clockErrors of each connection, how much its server's clock of timestamps went faster than
 *     the time from the first to the last of them, ms; empty without timestamps
 * @param connections how many there were
 */
record ClientTrace(
    Map<String, Integer> faults, Set<String> shapes, List<Double> clockErrors, int connections) {

  /** The segments of those connections, in the order of the capture. */
  static ClientTrace of(List<Segment> capture, Collection<Integer> clientPorts) {
    Map<String, Integer> faults = new TreeMap<>();
    Set<String> shapes = new TreeSet<>();
    Map<Integer, SegmentHistory> seen = new LinkedHashMap<>();
    for (Segment segment : capture) {
      if (clientPorts.contains(segment.clientPort())) {
        shapes.add(segment.shape());
        segment.remarks().forEach(remark -> count(faults, remark));
        seen.computeIfAbsent(segment.clientPort(), port -> new SegmentHistory())
            .faults(segment)
            .forEach(fault -> count(faults, fault));
      }
    }
    List<Double> clockErrors = new ArrayList<>();
    for (SegmentHistory history : seen.values()) {
      history.clockError().ifPresent(clockErrors::add);
    }
    return new ClientTrace(faults, shapes, clockErrors, seen.size());
  }

  /** The faults that these connections have more often than the others. */
  Map<String, Integer> faultsBeyond(ClientTrace control) {
    Map<String, Integer> beyond = new TreeMap<>(faults);
    beyond.replaceAll((fault, times) -> times - control.faults().getOrDefault(fault, 0));
    beyond.values().removeIf(times -> times <= 0);
    return beyond;
  }

  /**
   * How far the server's clock was off, ms, 0 without timestamps: of a quarter of the connections
   * not so far. Of many others this tells how busy the machine was, since a clock is handed over by
   * processes that have to wait for a processor.
   */
  double clockError() {
    return clockErrors.stream()
        .map(Math::abs)
        .sorted()
        .skip(clockErrors.size() / 4)
        .findFirst()
        .orElse(0.0);
  }

  private static void count(Map<String, Integer> faults, String fault) {
    faults.merge(fault, 1, Integer::sum);
  }
}
