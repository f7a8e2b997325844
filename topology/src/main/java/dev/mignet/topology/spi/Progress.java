package dev.mignet.topology.spi;

/** Is told how a long operation gets on; called from several threads, one at a time. */
@FunctionalInterface
public interface Progress {

  /** Says nothing. */
  Progress SILENT = (done, of, step) -> {};

  /**
   * A step is done.
   *
   * @param done steps done by now, from 1
   * @param of steps in all
   * @param step the step, such as {@code create node a}
   */
  void step(int done, int of, String step);
}
