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
   * The connection's socket is being made, and answers: a RST of the client or a FIN, which would
   * take it away, comes to the daemon until that has seen the socket. No RST leaves, as one would
   * for what comes a moment before the socket.
   */
  public static final int ARRIVING = 0x4000;

  /**
   * The entry was made by this daemon and may translate ({@link TranslatedEntries}): no new
   * connection may have it. It stays as long as the entry.
   */
  public static final int TRANSLATED = 0x200;

  /**
   * Data of the client have waited for the daemon: all that follow do, or they would overtake them.
   * It stays as long as the entry has that connection.
   */
  public static final int QUEUED = 0x10000;

  /**
   * A request has gone by whose response has not begun yet: what follows it waits for the daemon,
   * which has all of the server's segments copied then.
   */
  public static final int ASKED = 0x20000;

  /** The bits that say that the daemon has to do with a connection. */
  public static final int MIGRATION = FORWARD | HOLD | QUIET;

  /** All bits that say how a connection stands. */
  public static final int ALL = MIGRATION | ARRIVING | FINISHED | WATCH | ASKED;

  /**
   * The number of the front-end that the client's packets come through, where there are several: in
   * the connection's mark, and in that of a packet that has come through it.
   */
  public static final int FRONT_END = 0x3c00;

  private static final int FRONT_END_SHIFT = 10;

  /**
   * A packet's mark, not a connection's: it was injected, and so is what the kernel answers it with
   * where no socket takes it (sysctl fwmark_reflect).
   */
  public static final int INJECTED = 0x100;

  /**
   * A packet's mark, not a connection's: it met no conntrack entry when it came. The kernel drops
   * it where it is let through when there is one.
   */
  public static final int NEW = 0x8000;

  private Mark() {}

  /** The bits of a front-end's number, 0 for none. */
  public static int ofFrontEnd(int number) {
    return number << FRONT_END_SHIFT;
  }

  /** The front-end's number in a mark, 0 for none. */
  public static int frontEnd(int mark) {
    return (mark & FRONT_END) >> FRONT_END_SHIFT;
  }
}
