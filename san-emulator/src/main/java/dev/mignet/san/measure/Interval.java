package dev.mignet.san.measure;

/** Where a figure is with a confidence of 99.9 %: one in a thousand is elsewhere by chance. */
record Interval(double low, double high) {

  /** The quantile of the normal distribution at 0.9995. */
  private static final double Z = 3.2905;

  /**
   * Of a share, by Wilson's score: E. B. Wilson, Probable inference, the law of succession, and
   * statistical inference, JASA 22 (1927).
   *
   * @param count of those that have it
   * @param of at least 1
   */
  static Interval ofShare(long count, long of) {
    double share = (double) count / of;
    double square = Z * Z / of;
    double middle = share + square / 2;
    double half = Z * Math.sqrt((share * (1 - share) + square / 4) / of);
    // none and all are exactly so, but for rounding
    double low = count == 0 ? 0 : (middle - half) / (1 + square);
    double high = count == of ? 1 : (middle + half) / (1 + square);
    return new Interval(low, high);
  }

  /**
   * Of the median, whatever the distribution: the two values between which it lies (the number of
   * those below it is binomial).
   *
   * @param sorted at least one
   */
  static Interval ofMedian(long[] sorted) {
    double half = Z / 2 * Math.sqrt(sorted.length);
    int middle = sorted.length / 2;
    int low = (int) Math.max(0, Math.floor(middle - half));
    int high = (int) Math.min(sorted.length - 1, Math.ceil(middle + half));
    return new Interval(sorted[low], sorted[high]);
  }

  boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** How far the value is outside; 0 within. */
  double distance(double value) {
    return Math.max(0, Math.max(low - value, value - high));
  }
}
