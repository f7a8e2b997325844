package dev.mignet.apache.bench;

import java.util.Collection;

/**
 * What is left of a sample.
 *
 * @param median of the values, as the quartiles interpolated between neighbours
 * @param lowerQuartile a quarter of the values are below
 * @param upperQuartile a quarter of the values are above
 * @param minimum the least value
 * @param maximum the greatest value
 * @param count how many values
 */
public record Summary(
    double median,
    double lowerQuartile,
    double upperQuartile,
    double minimum,
    double maximum,
    int count) {

  /** Of at least one value, in any order. */
  public static Summary of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Summary(
        quantile(sorted, 0.5),
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted[0],
        sorted[sorted.length - 1],
        sorted.length);
  }

  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
