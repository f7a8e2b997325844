package dev.mignet.tcpmig.kernel;

/**
 * The bits of a connection's conntrack mark. While all are zero, a connection is an ordinary local
 * one.
 */
public final class Mark {
  /** The number of the node that the kernel forwards the client's packets to; 0 for none. */
  public static final int FORWARD = 0x0f;

  /** All packets of the client come to the daemon, nothing of the local server leaves. */
  public static final int HOLD = 0x10;

  /**
   * A socket was made here for another node's connection: the client's data, FIN and RST come to
   * the daemon, its bare ACKs go to the socket, no RST leaves.
   */
  public static final int IMPORT = 0x20;

  /** No bare ACK leaves: what is being replayed has been acknowledged before. */
  public static final int QUIET = 0x80;

  /** The local server has sent its FIN: the client's may go to the socket without a look. */
  public static final int FINISHED = 0x40;

  /** The bits that say that the daemon has to do with a connection. */
  public static final int MIGRATION = FORWARD | HOLD | IMPORT | QUIET;

  /** All bits that Mignet uses. */
  public static final int ALL = MIGRATION | FINISHED;

  private Mark() {}
}
