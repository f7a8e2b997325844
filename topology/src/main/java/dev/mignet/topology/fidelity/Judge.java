package dev.mignet.topology.fidelity;

import dev.mignet.san.LinkProfile;
import dev.mignet.topology.fidelity.Verdict.Reason;
import dev.mignet.topology.yaml.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From counters to a verdict. */
public final class Judge {

  /** Shares of less time than this say nothing. */
  private static final double LEAST_SECONDS = 1;

  /** Fewer lost packets than these may be chance: a handshake into a full queue. */
  private static final long LEAST_DROPS = 10;

  /** Bytes: what a token bucket may let through at once. */
  private static final long BURST = 1 << 20;

  private static final double MICROS = 1e6;

  private final Counters before;
  private final Counters after;
  private final double seconds;
  private final List<Reason> reasons = new ArrayList<>();
  private final List<String> unseen = new ArrayList<>();

  private Judge(Counters before, Counters after) {
    this.before = before;
    this.after = after;
    this.seconds = (after.machine().uptimeMillis() - before.machine().uptimeMillis()) / 1000.0;
  }

  /**
   * Judges what happened in between. A counter that is lower than before (a wire was shaped anew, a
   * daemon started again) has begun at 0.
   */
  public static Verdict judge(Counters before, Counters after) {
    Judge judge = new Judge(before, after);
    if (judge.seconds >= LEAST_SECONDS) {
      judge.machine();
    } else {
      judge.unseen.add("CPU pressure and steal (of less than a second)");
    }
    after.nodes().forEach(judge::node);
    after.wires().forEach(judge::wire);
    judge.reasons.sort(Comparator.comparing(Reason::level).reversed());
    Level level = judge.reasons.stream().map(Reason::level).reduce(Level.VALID, Level::and);
    return new Verdict(level, judge.seconds, judge.reasons, judge.unseen);
  }

  private void machine() {
    Counters.Machine now = after.machine();
    Counters.Machine then = before.machine();
    double ticks = (double) since(now.ticks(), then.ticks());
    if (ticks > 0) {
      double stolen = since(now.stolenTicks(), then.stolenTicks()) / ticks;
      add(Measure.STEAL, "", stolen, "the hypervisor took %s of the processors' time");
    }
    if (after.nodes().stream().anyMatch(node -> node.pressureMicros() != null)) {
      after.nodes().forEach(this::pressure);
    } else if (now.pressureMicros() != null) {
      double waited = since(now.pressureMicros(), then.pressureMicros()) / MICROS / seconds;
      add(
          Measure.CPU_PRESSURE,
          "",
          waited,
          "some process of this machine waited for a processor %s of the time");
    } else {
      unseen.add("CPU pressure (this kernel has no /proc/pressure: boot it with psi=1)");
    }
  }

  /**
   * A node that used up its share in some period got all that it may have, so that what it waited
   * in such periods is its limit's doing and not the machine's.
   */
  private void pressure(Counters.Node now) {
    if (now.pressureMicros() == null) {
      return;
    }
    Counters.Node then = before(now);
    double waited = (double) since(now.pressureMicros(), then.pressureMicros());
    double limited =
        (double) since(now.throttledPeriods(), then.throttledPeriods()) * now.periodMicros();
    add(
        Measure.CPU_PRESSURE,
        now.name(),
        Math.max(0, waited - limited) / MICROS / seconds,
        "processes of " + now.name() + " waited for a processor %s of the time");
  }

  private void node(Counters.Node now) {
    Counters.Node then = before(now);
    long periods = since(now.periods(), then.periods());
    if (periods > 0) {
      add(
          Measure.THROTTLED,
          now.name(),
          (double) since(now.throttledPeriods(), then.throttledPeriods()) / periods,
          now.name() + " had used up its `cpu` in %s of the periods, and stood still for the rest");
    }
    long killed = since(now.killed(), then.killed());
    String forWant = "%s processes of " + now.name() + " were killed for want of `memory`";
    add(Measure.KILLED, now.name(), (double) killed, forWant);
    long lost = since(now.queueLost(), then.queueLost());
    if (lost > 0) {
      add(
          Measure.PACKET_QUEUE_LOSSES,
          now.name(),
          (double) lost / since(now.queued(), then.queued()),
          lost + " packets, %s, did not reach the daemon of " + now.name());
    }
  }

  private Counters.Node before(Counters.Node now) {
    return before.node(now.name()).orElse(new Counters.Node(now.name(), 0, 0, 0, 0, 0L, 0, 0));
  }

  private void wire(Counters.WireEnd now) {
    Counters.WireEnd then =
        before
            .wire(now.name())
            .orElse(new Counters.WireEnd(now.name(), now.bitsPerSecond(), 0, 0, 0, 0));
    long drops = since(now.drops(), then.drops());
    if (drops >= LEAST_DROPS) {
      add(
          Measure.QUEUE_DROPS,
          now.name(),
          (double) drops / (drops + since(now.packets(), then.packets())),
          drops + " packets, %s, found no room in the queue of " + now.name());
    }
    if (now.bitsPerSecond() != LinkProfile.UNLIMITED) {
      double drain = now.backlogBytes() * 8.0 / now.bitsPerSecond();
      String holds = "the queue of " + now.name() + " holds what takes %s to leave";
      add(Measure.BACKLOG, now.name(), drain, holds);
    }
    long fastest = Counters.faster(then.bitsPerSecond(), now.bitsPerSecond());
    long bytes = since(now.bytes(), then.bytes());
    if (fastest != LinkProfile.UNLIMITED && seconds > 0 && bytes > BURST) {
      double rate = (bytes - BURST) * 8 / seconds;
      add(
          Measure.OVER_RATE,
          now.name(),
          rate / fastest - 1,
          now.name() + " was %s faster than its " + Rate.text(fastest));
    }
  }

  /**
   * Adds a reason where the value is one.
   *
   * @param text with {@code %s} for the value
   */
  private void add(Measure measure, String of, double value, String text) {
    Level level = measure.level(value);
    if (level != Level.VALID) {
      double threshold = measure.threshold(level);
      String words =
          text.replace("%s", measure.text(value))
              + " ("
              + level.name().toLowerCase(Locale.ROOT)
              + " above "
              + measure.text(threshold)
              + ')';
      reasons.add(new Reason(level, measure, of, value, threshold, words));
    }
  }

  private static long since(long now, @Nullable Long then) {
    return then == null || now < then ? now : now - then;
  }
}
