package dev.mignet.apache.bench.emulator;

import java.util.List;

/**
 * How much is measured.
 *
 * @param warmUps labs that this JVM makes before it is measured
 * @param versions runs of {@code mignet version}
 * @param largest nodes of the lab that is made only once; 0: none
 */
record Scale(int warmUps, int warmUpNodes, int versions, List<Size> sizes, int largest) {

  static final Scale FULL =
      new Scale(8, 50, 20, List.of(new Size(10, 7), new Size(100, 5), new Size(500, 3)), 1000);

  static final Scale QUICK = new Scale(1, 3, 1, List.of(new Size(5, 1)), 20);

  /** So many nodes, so often by each contestant. */
  record Size(int nodes, int rounds) {}

  /** Only these. */
  Scale withSizes(List<Size> others) {
    return new Scale(warmUps, warmUpNodes, versions, others, largest);
  }

  /** With so large a lab at the end. */
  Scale withLargest(int nodes) {
    return new Scale(warmUps, warmUpNodes, versions, sizes, nodes);
  }
}
