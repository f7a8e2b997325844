package dev.mignet.apache.bench.emulator;

import java.io.IOException;
import java.util.Optional;

/** A way to make a lab of so many nodes on one switch, each by a wire of 100 Mb/s. */
interface Contestant {

  /** As the table calls it. */
  String name();

  /** Why it cannot take part here; empty where it can. */
  Optional<String> absence();

  /**
   * Makes a lab and takes it down; nothing of it is left then, or after a failure.
   *
   * @param nodes at least 1
   */
  Life live(int nodes) throws IOException, InterruptedException;

  /**
   * How long a lab took.
   *
   * @param up seconds until it was there
   * @param down seconds until whoever takes it down was done
   */
  record Life(double up, double down) {}
}
