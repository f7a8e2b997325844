package dev.mignet.tcpmig.settings;

/** How the client's packets find a server that has moved (the paper, section 4). */
public enum Variant {
  /** The node that the connection landed on forwards them over the SAN. */
  BACK_END,
  /**
   * The front-end sends them there itself: it keeps a table of connections and their servers, which
   * follows what servers send.
   */
  FRONT_END
}
