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

  /** Between two looks at a connection that drains; later they become rarer. */
  static final int DRAIN_LOOK = 1;

  /** The rarest that they become. */
  static final int DRAIN_LOOK_MOST = 32;

  /**
   * How long held data wait for an acknowledgment: the kernel's own delay (TCP_DELACK_MIN), less
   * than any client's retransmission timeout.
   */
  static final int DELAYED_ACK = 40;

  /** A server that has been silent so long sends nothing that the acknowledgment could overtake. */
  static final int SILENCE = 20;

  /**
   * How long data are held without an acknowledgment: RFC 6298 lets a client repeat them after a
   * second, Linux after 200 ms.
   */
  static final int HOLD_MOST = 150;

  /** Migration SYNs that are sent before the initiator serves after all. */
  static final int SYN_TRIES = 5;

  /** Checkpoints that are sent before the target is only asked what became of the connection. */
  static final int CHECKPOINT_TRIES = 15;

  /** Between two such questions. */
  static final int ASK = 1000;

  /**
   * Between two acknowledgments of a target that waits for a checkpoint: after so long an initiator
   * without any has given up.
   */
  static final int PROMISE = RETRANSMIT * SYN_TRIES;

  /**
   * How long a target keeps an endpoint without a checkpoint: longer than an initiator sends
   * migration SYNs and checkpoints.
   */
  static final int IMPORT = PROMISE + RETRANSMIT_CHECKPOINT * CHECKPOINT_TRIES + 1000;

  /** Between two sendings of where a connection has gone, the first so many times. */
  static final int RETRANSMIT_MOVED = 200;

  static final int MOVED_TRIES = 15;

  /** The same, when its home does not seem to be there. */
  static final int RETRANSMIT_MOVED_SELDOM = 10_000;

  /** How long packets may be under way on the SAN that were sent before the home followed. */
  static final int STRAGGLERS = 1000;

  /**
   * How long a forwarding entry outlives its connection: TIME_WAIT at the server answers the
   * client's late segments.
   */
  static final int LINGER = 60_000;

  private Timing() {}
}
