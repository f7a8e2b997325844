package dev.mignet.tcpmig.settings;

/** What becomes of a request for which no node takes its connection. */
public enum Otherwise {
  /** The node that it came to serves it. */
  SERVE,
  /** Its connection is reset. */
  RESET
}
