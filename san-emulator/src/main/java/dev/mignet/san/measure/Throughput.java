package dev.mignet.san.measure;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Packets a second of a flood that came; pure. */
final class Throughput {
  /** So many gaps there must be, and in each window where there are several. */
  static final int LEAST_GAPS = 20;

  private static final int WINDOW_GAPS = 100;

  /** An odd number: the median is one of them. */
  private static final int MOST_WINDOWS = 9;

  private Throughput() {}

  /**
   * The median of up to nine windows of equally many packets: what disturbed the machine in some of
   * them does not count.
   *
   * @param skip packets at the beginning, which a token bucket may have let through at once
   * @param lostShare of packets that are meant to be lost behind the token bucket: such went over
   *     the wire, but no more of them are believed to than there may be by chance
   * @return empty where too few came
   */
  static OptionalDouble packetsPerSecond(Arrivals arrivals, int skip, double lostShare) {
    int gaps = arrivals.count() - 1 - skip;
    if (gaps < LEAST_GAPS) {
      return OptionalDouble.empty();
    }
    int windows = Math.max(1, Math.min(MOST_WINDOWS, gaps / WINDOW_GAPS));
    double[] rates = new double[windows];
    for (int i = 0; i < windows; i++) {
      int first = skip + (int) ((long) gaps * i / windows);
      int last = skip + (int) ((long) gaps * (i + 1) / windows);
      long nanos = arrivals.arrived(last) - arrivals.arrived(first);
      double packets = carried(arrivals, first, last, lostShare);
      rates[i] = packets * 1e9 / Math.max(1, nanos);
    }
    Arrays.sort(rates);
    return OptionalDouble.of(rates[windows / 2]);
  }

  /** Packets that went over the wire between two that came. */
  private static double carried(Arrivals arrivals, int first, int last, double lostShare) {
    int came = last - first;
    if (lostShare == 0) {
      return came;
    }
    double mostLost = Interval.ofShare(Math.round(lostShare * came), came).high();
    int sent = arrivals.number(last) - arrivals.number(first);
    return Math.max(came, Math.min(sent, mostLost < 1 ? came / (1 - mostLost) : sent));
  }
}
