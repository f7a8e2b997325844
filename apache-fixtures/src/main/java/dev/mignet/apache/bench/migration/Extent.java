package dev.mignet.apache.bench.migration;

/**
 * How much is measured.
 *
 * @param warmUpSeconds in which the daemons' compilers see what is measured later
 * @param rounds of everything, in turn
 * @param sizes of files, the smallest first, of which requests are measured
 * @param windowSeconds how long wrk runs for one figure
 * @param downloads of each kind
 * @param idleConnections that are open at the same time
 */
record Extent(
    int warmUpSeconds,
    int rounds,
    int sizes,
    int windowSeconds,
    int downloads,
    int idleConnections) {

  /** Five minutes. */
  static final Extent FULL = new Extent(8, 3, 3, 2, 20, 10_000);

  /** To see whether the benchmark works; the figures say little. */
  static final Extent QUICK = new Extent(1, 1, 1, 1, 2, 200);
}
