package dev.mignet.tcpmig.machine;

/** What becomes of the packet at hand. */
public enum Verdict {
  /** It goes on to the local server. */
  ACCEPT,
  /** It goes on to the connection's peer over the SAN. */
  FORWARD,
  DROP,
  /** It waits in the queue. */
  HOLD,
  /** It waits in the queue, and its data stand in the checkpoint. */
  STORE
}
