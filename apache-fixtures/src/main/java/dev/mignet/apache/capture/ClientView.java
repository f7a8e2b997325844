package dev.mignet.apache.capture;

import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.Sequence;
import dev.mignet.tcpmig.wire.TcpView;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the client saw of one connection: a migration must leave no trace here.
 *
 * @param resets segments with RST, either way
 * @param repeated segments that carry a sequence number again that was sent before, either way
 * @param clockSteps segments of the server whose timestamp is older than one before
 */
public record ClientView(int resets, int repeated, int clockSteps) {

  /** The sums over several connections. */
  public static ClientView sum(Collection<ClientView> views) {
    return new ClientView(
        views.stream().mapToInt(ClientView::resets).sum(),
        views.stream().mapToInt(ClientView::repeated).sum(),
        views.stream().mapToInt(ClientView::clockSteps).sum());
  }

  /**
   * Every connection to an endpoint, by the client's port.
   *
   * @param frames of the client's interface
   * @param server the endpoint's address
   * @param port the endpoint's
   */
  public static Map<Integer, ClientView> of(List<Frame> frames, InetAddress server, int port) {
    Map<Integer, Tally> tallies = new TreeMap<>();
    for (Frame frame : frames) {
      IpView ip = frame.ip().orElse(null);
      Optional<TcpView> tcp = ip == null ? Optional.empty() : frame.tcp(ip);
      if (ip == null || tcp.isEmpty()) {
        continue;
      }
      TcpView segment = tcp.get();
      if (ip.source().equals(server) && segment.sourcePort() == port) {
        tally(tallies, segment.destinationPort()).server(segment);
      } else if (ip.destination().equals(server) && segment.destinationPort() == port) {
        tally(tallies, segment.sourcePort()).client(segment);
      }
    }
    Map<Integer, ClientView> views = new TreeMap<>();
    tallies.forEach((client, tally) -> views.put(client, tally.view()));
    return views;
  }

  private static Tally tally(Map<Integer, Tally> tallies, int client) {
    return tallies.computeIfAbsent(client, key -> new Tally());
  }

  private static final class Tally {
    private int resets;
    private int repeated;
    private int clockSteps;
    private @Nullable Integer clientNext;
    private @Nullable Integer serverNext;
    private @Nullable Integer serverClock;

    void client(TcpView segment) {
      clientNext = next(segment, clientNext);
    }

    void server(TcpView segment) {
      serverNext = next(segment, serverNext);
      if (segment.hasTimestamps()) {
        if (serverClock != null && Sequence.before(segment.tsVal(), serverClock)) {
          clockSteps++;
        } else {
          serverClock = segment.tsVal();
        }
      }
    }

    private Integer next(TcpView segment, @Nullable Integer next) {
      if (segment.has(TcpView.RST)) {
        resets++;
      }
      boolean takesNumbers = segment.endSequence() != segment.sequence();
      if (next != null && takesNumbers && Sequence.before(segment.sequence(), next)) {
        repeated++;
      }
      return next == null || Sequence.after(segment.endSequence(), next)
          ? segment.endSequence()
          : next;
    }

    ClientView view() {
      return new ClientView(resets, repeated, clockSteps);
    }
  }
}
