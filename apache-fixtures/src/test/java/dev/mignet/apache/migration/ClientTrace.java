package dev.mignet.apache.migration;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client's capture tells of some connections.
 *
 * @param faults how often each kind of fault was seen: what tshark remarks (retransmissions,
 *     duplicate ACKs, segments out of order or missing), resets, timestamps that go back and
 *     windows that shrink
 * @param shapes the different {@link Segment#shape shapes} of segments
 * @param connections how many there were
 */
record ClientTrace(Map<String, Integer> faults, Set<String> shapes, int connections) {

  /** The segments of those connections, in the order of the capture. */
  static ClientTrace of(List<Segment> capture, Collection<Integer> clientPorts) {
    Map<String, Integer> faults = new TreeMap<>();
    Set<String> shapes = new TreeSet<>();
    Map<Integer, Ends> seen = new LinkedHashMap<>();
    for (Segment segment : capture) {
      if (clientPorts.contains(segment.clientPort())) {
        Ends ends = seen.computeIfAbsent(segment.clientPort(), port -> new Ends());
        shapes.add(segment.shape());
        segment.remarks().forEach(remark -> count(faults, remark));
        if (segment.has(Segment.RST)) {
          count(faults, "reset");
        }
        if (ends.clockGoesBack(segment)) {
          count(faults, "timestamp that goes back");
        }
        if (ends.windowShrinks(segment)) {
          count(faults, "window that shrinks");
        }
      }
    }
    return new ClientTrace(faults, shapes, seen.size());
  }

  /** The faults that these connections have more often than the others. */
  Map<String, Integer> faultsBeyond(ClientTrace control) {
    Map<String, Integer> beyond = new TreeMap<>(faults);
    beyond.replaceAll((fault, times) -> times - control.faults().getOrDefault(fault, 0));
    beyond.values().removeIf(times -> times <= 0);
    return beyond;
  }

  private static void count(Map<String, Integer> faults, String fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  /** What the two ends of a connection have told so far. */
  private static final class Ends {
    private final Map<Boolean, Integer> clocks = new HashMap<>();
    private final Map<Boolean, Integer> scales = new HashMap<>();
    private final Map<Boolean, Integer> edges = new HashMap<>();

    boolean clockGoesBack(Segment segment) {
      Integer now = segment.timestamp();
      if (now == null) {
        return false;
      }
      Integer before = clocks.put(segment.fromServer(), now);
      return before != null && now - before < 0;
    }

    /**
     * The right edge of what an end lets the other send (RFC 9293, section 3.8.6). Less than one
     * unit of the window scale is rounding (RFC 7323, section 2.4).
     */
    boolean windowShrinks(Segment segment) {
      if (segment.has(Segment.SYN)) {
        scales.put(segment.fromServer(), scale(segment.windowScale()));
        return false; // the window of a SYN is not scaled
      }
      if (!segment.has(Segment.ACK) || segment.has(Segment.RST)) {
        return false;
      }
      boolean both = scales.values().stream().noneMatch(scale -> scale < 0);
      int shift = both ? scales.getOrDefault(segment.fromServer(), 0) : 0;
      int edge = segment.acknowledgment() + (segment.window() << shift);
      Integer before = edges.put(segment.fromServer(), edge);
      return before != null && edge - before <= -(1 << shift);
    }

    private static int scale(@Nullable Integer windowScale) {
      return windowScale == null ? -1 : windowScale;
    }
  }
}
