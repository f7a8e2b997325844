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

  /** No bare ACK leaves: what is being replayed has been acknowledged before. */
  public static final int QUIET = 0x80;

  /** The local server has sent its FIN: the client's may go to the socket without a look. */
  public static final int FINISHED = 0x40;

  /**
   * All that the local server sends is copied: several requests are under way, and one response may
   * begin where another ends. Once set, it stays until the connection leaves.
   */
  public static final int WATCH = 0x20;

  /**
   * The entry was made by this daemon and may translate ({@link TranslatedEntries}): no new
   * connection may have it. It stays as long as the entry.
   */
  public static final int TRANSLATED = 0x200;

  /** The bits that say that the daemon has to do with a connection. */
  public static final int MIGRATION = FORWARD | HOLD | QUIET;

  /** All bits that say how a connection stands. */
  public static final int ALL = MIGRATION | FINISHED | WATCH;

  /**
   * A packet's mark, not a connection's: it was injected, and so is what the kernel answers it with
   * where no socket takes it (sysctl fwmark_reflect).
   */
  public static final int INJECTED = 0x100;

  private Mark() {}
}
