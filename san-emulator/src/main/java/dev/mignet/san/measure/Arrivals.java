package dev.mignet.san.measure;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.LongStream;

/**
 * Numbered packets that came, in the order in which they came; second ones of a number are not
 * kept.
 */
final class Arrivals {
  private final int[] numbers;
  private final long[] sent;
  private final long[] arrived;
  private final BitSet known = new BitSet();
  private int count;

  /**
   * @param most how many it can keep
   */
  Arrivals(int most) {
    numbers = new int[most];
    sent = new long[most];
    arrived = new long[most];
  }

  /** A packet came; times are ns of one clock. */
  void add(int number, long sentNanos, long arrivedNanos) {
    if (number >= 0 && count < numbers.length && !known.get(number)) {
      known.set(number);
      numbers[count] = number;
      sent[count] = sentNanos;
      arrived[count++] = arrivedNanos;
    }
  }

  int count() {
    return count;
  }

  /** When the packet at this place came, ns. */
  long arrived(int place) {
    return arrived[place];
  }

  /** Of the packet at this place. */
  int number(int place) {
    return numbers[place];
  }

  /** How long each was under way, ns, sorted. */
  long[] delays() {
    long[] delays = LongStream.range(0, count).map(i -> arrived[(int) i] - sent[(int) i]).toArray();
    Arrays.sort(delays);
    return delays;
  }
}
