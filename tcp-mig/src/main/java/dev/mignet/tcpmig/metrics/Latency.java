package dev.mignet.tcpmig.metrics;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long something took, each time that it happened. Recording allocates nothing; one thread
 * records, others read a {@link #copy} that it has made.
 */
public final class Latency {
  /** What takes longer counts as this. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

  /** Times below are not told apart. */
  private static final long SHORTEST = 64;

  /** Two digits: values are right to one percent. */
  private static final int DIGITS = 2;

  private final Histogram histogram;
  private long sum;

  /** Without a time yet. */
  public Latency() {
    this(new Histogram(SHORTEST, LONGEST, DIGITS), 0);
  }

  private Latency(Histogram histogram, long sum) {
    this.histogram = histogram;
    this.sum = sum;
  }

  /** Adds one time, in nanoseconds. */
  public void record(long nanos) {
    record(nanos, 1);
  }

  /** Adds a time, in nanoseconds, that so many had in common. */
  public void record(long nanos, int times) {
    long value = Math.max(0, Math.min(nanos, LONGEST));
    histogram.recordValueWithCount(value, times);
    sum += value * times;
  }

  /** As it is now. */
  public Latency copy() {
    return new Latency(histogram.copy(), sum);
  }

  /** How often it happened. */
  public long count() {
    return histogram.getTotalCount();
  }

  /** All times together, in nanoseconds. */
  public long sum() {
    return sum;
  }

  /** The time that so many percent did not exceed, in nanoseconds; 0 where there is none. */
  public long percentile(double percent) {
    return histogram.getValueAtPercentile(percent);
  }

  /** The longest, in nanoseconds. */
  public long longest() {
    return histogram.getMaxValue();
  }

  /** How many took no longer than that, in nanoseconds. */
  long countUpTo(long nanos) {
    return count() == 0 ? 0 : histogram.getCountBetweenValues(0, nanos);
  }
}
