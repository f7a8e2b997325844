package dev.mignet.apache.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection have sent so far, and so what a segment that comes next must
 * not be. It judges by the numbers alone, and apart from tshark.
 */
final class SegmentHistory {
  private final End client = new End();
  private final End server = new End();

  /** What is wrong with the next segment of the capture. */
  List<String> faults(Segment segment) {
    End sender = segment.fromServer() ? server : client;
    End receiver = segment.fromServer() ? client : server;
    List<String> faults = new ArrayList<>();
    if (segment.has(Segment.RST)) {
      return List.of("reset");
    }
    if (sender.clockGoesBack(segment)) {
      faults.add("timestamp that goes back");
    }
    boolean shrinks = sender.windowShrinks(segment, client.scale >= 0 && server.scale >= 0);
    // Nothing can come behind a FIN: the window of who has acknowledged it says nothing.
    if (shrinks && !receiver.endsAt(segment.acknowledgment())) {
      faults.add("window that shrinks");
    }
    boolean probe = sender.isProbe(segment);
    if (!probe && segment.end() != segment.sequence()) {
      int ahead = sender.known ? segment.sequence() - sender.next : 0;
      if (ahead != 0) {
        faults.add(ahead < 0 ? "bytes that come twice" : "bytes that are missing");
      }
    }
    if (sender.repeatsAck(segment) && !probe && !receiver.probed) {
      faults.add("ACK that comes twice");
    }
    sender.has(segment, probe);
    receiver.probed = false;
    return faults;
  }

  /** How much the server's clock went faster than time, ms; empty where it was not seen twice. */
  OptionalDouble clockError() {
    return server.clockError();
  }

  /** One of the two. */
  private static final class End {
    private boolean known;
    private boolean finished;
    private int next;
    private int acknowledgment;
    private int window;
    private int scale = -1;
    private @Nullable Integer edge;
    private @Nullable Integer clock;
    private @Nullable Segment first;
    private @Nullable Segment last;

    /** Whether the last segment asked the other end for an ACK. */
    private boolean probed;

    /** Whether it has sent its FIN, and that number stands behind it. */
    boolean endsAt(int acknowledged) {
      return finished && acknowledged == next;
    }

    /** A keep-alive or window probe: one byte before the next, or none (RFC 9293, 3.8.4). */
    boolean isProbe(Segment segment) {
      return known
          && segment.length() <= 1
          && !segment.has(Segment.SYN | Segment.FIN)
          && segment.sequence() == next - 1;
    }

    boolean repeatsAck(Segment segment) {
      return known
          && segment.isBareAck()
          && segment.sequence() == next
          && segment.acknowledgment() == acknowledgment
          && segment.window() == window;
    }

    boolean clockGoesBack(Segment segment) {
      Integer now = segment.timestamp();
      Integer before = clock;
      clock = now == null ? before : now;
      return now != null && before != null && now - before < 0;
    }

    /**
     * The right edge of what an end lets the other send (RFC 9293, section 3.8.6). Less than one
     * unit of the window scale is rounding (RFC 7323, section 2.4).
     */
    boolean windowShrinks(Segment segment, boolean scaled) {
      if (segment.has(Segment.SYN)) {
        scale = segment.windowScale() == null ? -1 : segment.windowScale();
        return false; // the window of a SYN is not scaled
      }
      if (!segment.has(Segment.ACK)) {
        return false;
      }
      int shift = scaled ? scale : 0;
      int now = segment.acknowledgment() + (segment.window() << shift);
      Integer before = edge;
      edge = now;
      return before != null && now - before <= -(1 << shift);
    }

    void has(Segment segment, boolean probe) {
      if (!probe && (!known || segment.end() - next > 0)) {
        next = segment.end();
      }
      known = true;
      finished |= segment.has(Segment.FIN);
      probed = probe;
      acknowledgment = segment.acknowledgment();
      window = segment.window();
      if (segment.timestamp() != null) {
        first = first == null ? segment : first;
        last = segment;
      }
    }

    OptionalDouble clockError() {
      if (first == null || last == null || first.equals(last)) {
        return OptionalDouble.empty();
      }
      Integer begin = first.timestamp();
      Integer end = last.timestamp();
      return begin == null || end == null
          ? OptionalDouble.empty()
          : OptionalDouble.of(end - begin - (last.micros() - first.micros()) / 1000.0);
    }
  }
}
