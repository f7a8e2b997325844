package dev.mignet.tcpmig.connection;

/**
 * Where the server's end of a connection stands, as seen by one node.
 *
 * <pre>
 *                          +----busy-----+
 *                          v             |
 *   initiator  LOCAL --> DRAINING --> CHECKING --quiescent--> WAIT --ack--> SHIPPING --stored--> FORWARD --clean-up--> (gone)
 *                ^ |policy|               ^ |                  |              |
 *                | +------+---------------+ |                  |              |
 *                +--time, closing-----------+--reject, time----+----reject----+
 *                                                                                         +--> RELAY --home follows--> (gone)
 *   target     (any but DRAINING, CHECKING, WAIT) --migration SYN--> IMPORTING --checkpoint, socket--> LOCAL
 *                                                              |
 *                                                              +--abort, no socket, time--> (what it was before)
 * </pre>
 *
 * <p>Where the policy names another target, a reject or time-out leads (back) to WAIT, for that;
 * and where it says so, to the end of the connection.
 */
public enum ConnectionState {
  /** Its server is here, or nowhere that this node knows of. */
  LOCAL,
  /**
   * The policy wants it elsewhere, and its server owes the client a response still: what the client
   * sends is held, but its acknowledgments come to the local socket, and responses leave.
   */
  DRAINING,
  /**
   * The policy wants it elsewhere; its packets are held and nothing leaves it while its socket is
   * looked at.
   */
  CHECKING,
  /**
   * A migration SYN is out; the client's packets are held and nothing from here reaches the client.
   */
  WAIT,
  /**
   * The checkpoint is on its way to a target that had room for it. The local socket is kept,
   * silent, until it is known that the target serves; only the target's word brings the connection
   * back.
   */
  SHIPPING,
  /** The target serves it; the kernel forwards the client's packets. */
  FORWARD,
  /**
   * It came from elsewhere and has gone on; the kernel forwards what still comes by here, until the
   * connection's home sends the client's packets past this node.
   */
  RELAY,
  /** Room was found here for another node's connection; its checkpoint has not come yet. */
  IMPORTING;

  /** Whether it was sent away: another node serves it, or may do so. */
  public boolean isElsewhere() {
    return switch (this) {
      case SHIPPING, FORWARD, RELAY -> true;
      case LOCAL, DRAINING, CHECKING, WAIT, IMPORTING -> false;
    };
  }
}
