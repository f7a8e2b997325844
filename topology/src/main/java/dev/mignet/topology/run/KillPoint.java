package dev.mignet.topology.run;

/**
 * For tests of a Mignet that is killed: where the environment says so, this process ends after a
 * step at once, with no clean-up of any kind.
 */
final class KillPoint {
  /** The number of the step, from 1. */
  private static final String STOP_AFTER_STEP = "MIGNET_TEST_STOP_AFTER_STEP";

  /** As a shell reports a process that SIGKILL ended. */
  private static final int KILLED = 137;

  private KillPoint() {}

  /** To be called when a step of bringing up or of taking down is done. */
  static void passed(int step) {
    if (Integer.toString(step).equals(System.getenv(STOP_AFTER_STEP))) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
