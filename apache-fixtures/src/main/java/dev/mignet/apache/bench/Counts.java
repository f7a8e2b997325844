package dev.mignet.apache.bench;

/**
 * How much is measured.
 *
 * @param warmUp requests before anything is timed, of either kind on a new connection: the daemons
 *     are Java, and slow until they are compiled
 * @param requests timed, of each of the kinds that are interleaved
 * @param windows of wrk, of each of the kinds that are interleaved
 * @param windowSeconds length of one
 * @param labs brought up and down, of each kind
 */
record Counts(int warmUp, int requests, int windows, int windowSeconds, int labs) {

  /** A minute and a half on two idle cores, less than four minutes on busy ones. */
  static final Counts FULL = new Counts(3000, 1000, 7, 2, 7);

  /** To see whether the benchmark works; the figures say little. */
  static final Counts QUICK = new Counts(20, 10, 1, 1, 1);
}
