package dev.mignet.san.measure;

import dev.mignet.san.Direction;
import dev.mignet.san.LinkProfile;
import dev.mignet.san.Shaping;
import dev.mignet.san.measure.Figure.Quantity;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures one direction of a wire: its delay by lone packets of the shortest kind, its loss by
 * many of them that leave it half idle, its rate by full ones that always wait to be sent. A third
 * of the time goes to each.
 */
public final class LinkMeasurement {
  private static final int PHASES = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final long DELAY_GAP = 2_000_000;
  private static final int MOST_DELAYS = 500;
  private static final int LEAST_DELAYS = 5;

  /** Where the kernel puts a receiver matters, and each round has one of its own. */
  private static final int FLOOR_ROUNDS = 10;

  private static final long LOSS_GAP = 100_000;
  private static final int MOST_LOSSES = 100_000;

  /** Full packets are cut shorter where there would be fewer than this. */
  private static final int WANTED_PACKETS = 200;

  private static final int MOST_PACKETS = 1_000_000;
  private static final long GRACE = 300_000_000;
  private static final int USUAL_SEND_BUFFER = 256 << 10;

  private final long phaseNanos;

  /**
   * @param seconds for a direction, without what packets are under way
   */
  public LinkMeasurement(double seconds) {
    this.phaseNanos = (long) (seconds * NANOS_PER_SECOND / PHASES);
  }

  /**
   * What is known of the direction beforehand.
   *
   * @param target what should be found
   * @param present as it is, as far as is known: probes are sent so that they have room
   * @param lostBehindBucket whether packets are lost and delayed behind the token bucket, rather
   *     than before it (netem)
   */
  public record Wire(ProbeRoute route, Target target, Direction present, boolean lostBehindBucket) {

    /** Whether each packet waits for Mignet's own engine. */
    boolean isHeld() {
      return lostBehindBucket && !present.impairments().isNone();
    }
  }

  /**
   * Measures a bare pair.
   *
   * @param packet bytes of IP packet that the rate is measured with
   */
  public Floor floor(ProbeRoute route, Direction bare, int packet) {
    return PunctualThread.call("probe sender", () -> measureFloor(route, bare, packet));
  }

  private Floor measureFloor(ProbeRoute route, Direction bare, int packet) {
    Wire wire = new Wire(route, Target.of(bare, false, false), bare, true);
    try (LinkProbe probe = new LinkProbe(route, USUAL_SEND_BUFFER)) {
      delays(probe, wire); // the first ones are slow: nothing is compiled yet
      int each = delayCount(DELAY_GAP) / FLOOR_ROUNDS + 1;
      long[] delays =
          IntStream.range(0, FLOOR_ROUNDS)
              .mapToObj(round -> probe.paced(each, DELAY_GAP, GRACE).delays())
              .flatMapToLong(LongStream::of)
              .toArray();
      int sent = losses(wire);
      int came = probe.paced(sent, LOSS_GAP, GRACE).count();
      Arrivals flood = probe.flood(packet, phaseNanos, MOST_PACKETS, 0, GRACE);
      double rate = Throughput.packetsPerSecond(flood, 0, 0).orElse(0);
      return Floor.of(delays, rate, packet, sent - came, sent);
    }
  }

  /**
   * Measures and judges a direction.
   *
   * @throws dev.mignet.nodes.linux.KernelException where an end of the route is not there
   */
  public List<Figure> measure(Wire wire, Floor floor) {
    return PunctualThread.call("probe sender", () -> measureAll(wire, floor));
  }

  private List<Figure> measureAll(Wire wire, Floor floor) {
    Judge judge = new Judge(wire.target(), floor);
    try (LinkProbe probe = new LinkProbe(wire.route(), sendBuffer(wire))) {
      long[] delays = delays(probe, wire);
      Figure delay =
          delays.length == 0
              ? Figure.notMeasured(Quantity.DELAY, wire.target(), "nothing came")
              : judge.delay(delays);
      int sent = losses(wire);
      long grace = grace(wire, ProbeFrame.LEAST_PACKET);
      int came = probe.paced(sent, lossGap(wire), grace).count();
      return List.of(rate(probe, wire, judge), delay, judge.loss(sent - came, sent));
    }
  }

  private long[] delays(LinkProbe probe, Wire wire) {
    long gap = Math.max(DELAY_GAP, 3 * transmission(wire, ProbeFrame.LEAST_PACKET));
    return probe.paced(delayCount(gap), gap, grace(wire, ProbeFrame.LEAST_PACKET)).delays();
  }

  private int delayCount(long gap) {
    return (int) Math.max(LEAST_DELAYS, Math.min(MOST_DELAYS, phaseNanos / gap));
  }

  private int losses(Wire wire) {
    return (int) Math.max(1, Math.min(MOST_LOSSES, phaseNanos / lossGap(wire)));
  }

  private static long lossGap(Wire wire) {
    return Math.max(LOSS_GAP, 2 * transmission(wire, ProbeFrame.LEAST_PACKET));
  }

  private Figure rate(LinkProbe probe, Wire wire, Judge judge) {
    LinkProfile profile = wire.present().profile();
    if (profile.bitsPerSecond() == LinkProfile.UNLIMITED && wire.isHeld()) {
      return Figure.notMeasured(
          Quantity.RATE, wire.target(), "a flood would overrun Mignet's own engine");
    }
    int packet = packet(wire);
    int burst = Shaping.of(wire.present()).tbf().map(tbf -> tbf.burst()).orElse(0);
    int skip = burst / packet + 1;
    long queue = transmission(wire, packet) * 10;
    double expected = phaseNanos / Math.max(1, profile.transmissionNanos(packet));
    int most = (int) Math.min(MOST_PACKETS, skip + Throughput.LEAST_GAPS + 2 * expected);
    Arrivals flood = probe.flood(packet, phaseNanos, most, queue, grace(wire, packet));
    double lostBehind = wire.lostBehindBucket() ? wire.target().lostShare() : 0;
    OptionalDouble carried = Throughput.packetsPerSecond(flood, skip, lostBehind);
    if (carried.isEmpty()) {
      return Figure.notMeasured(
          Quantity.RATE,
          wire.target(),
          flood.count() == 0
              ? "nothing came"
              : "only " + flood.count() + " packets came in time; --seconds gives more");
    }
    int wireBytes = profile.wireBytes(packet);
    return judge.rate(carried.getAsDouble() * 8 * wireBytes, wireBytes);
  }

  private int packet(Wire wire) {
    LinkProfile profile = wire.present().profile();
    if (profile.bitsPerSecond() == LinkProfile.UNLIMITED) {
      return profile.mtu();
    }
    double bytes = profile.bitsPerSecond() / 8.0 * phaseNanos / NANOS_PER_SECOND / WANTED_PACKETS;
    int packet = (int) bytes - profile.wireBytes(0) & ~1;
    return Math.max(ProbeFrame.LEAST_PACKET, Math.min(profile.mtu() & ~1, packet));
  }

  private static long transmission(Wire wire, int packet) {
    return (long) wire.present().profile().transmissionNanos(packet);
  }

  /** For how long nothing must have come before all is taken to have come. */
  private static long grace(Wire wire, int packet) {
    var impairments = wire.present().impairments();
    long way = impairments.delay().toNanos() + impairments.jitter().toNanos();
    return GRACE + way + 3 * transmission(wire, packet);
  }

  /** Half of the queue stays free for others; where netem delays, that is in the buffer too. */
  private static int sendBuffer(Wire wire) {
    var tbf = Shaping.of(wire.present()).tbf();
    var impairments = wire.present().impairments();
    double rate = tbf.map(t -> t.bytesPerSecond()).orElse(0L);
    double seconds = (impairments.delay().toNanos() + impairments.jitter().toNanos()) / 1e9;
    double inside = wire.lostBehindBucket() ? 0 : 2 * rate * seconds;
    int queue = tbf.map(t -> t.limit() / 2).orElse(USUAL_SEND_BUFFER);
    return (int) Math.min(queue + inside, 1 << 28);
  }
}
