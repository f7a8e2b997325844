package dev.mignet.tcpmig.machine;

/**
 * How long the protocol waits, in ms. SAN latencies are tens of microseconds, so that these matter
 * only when something is lost.
 */
final class Timing {
  /** Between two sendings of a message that has not been answered. */
  static final int RETRANSMIT = 50;

  /** Between two sendings of a checkpoint: the target takes its time to say that it came. */
  static final int RETRANSMIT_CHECKPOINT = 200;

  /** Migration SYNs that are sent before the initiator serves after all. */
  static final int SYN_TRIES = 5;

  /** Checkpoints that are sent before the target is taken for dead. */
  static final int CHECKPOINT_TRIES = 15;

  /**
   * How long a target keeps an endpoint without a checkpoint: longer than an initiator sends
   * migration SYNs and checkpoints.
   */
  static final int IMPORT =
      RETRANSMIT * SYN_TRIES + RETRANSMIT_CHECKPOINT * CHECKPOINT_TRIES + 1000;

  /**
   * How long a forwarding entry outlives its connection: TIME_WAIT at the server answers the
   * client's late segments.
   */
  static final int LINGER = 60_000;

  private Timing() {}
}
