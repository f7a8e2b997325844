package dev.mignet.tcpmig.connection;

/**
 * Where the server's end of a connection stands, as seen by one node.
 *
 * <pre>
 *   initiator  LOCAL --policy--> CHECKING --quiescent--> WAIT --ack--> SHIPPING --stored--> FORWARD --clean-up--> (gone)
 *                ^                |                       |              |
 *                +-----busy-------+-----reject, time------+----reject----+
 *   target     (any but CHECKING, WAIT) --migration SYN--> IMPORTING --checkpoint, socket--> LOCAL
 *                                                 |
 *                                                 +--abort, no socket, time--> (what it was before)
 * </pre>
 */
public enum ConnectionState {
  /** Its server is here, or nowhere that this node knows of. */
  LOCAL,
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
  /** Room was found here for another node's connection; its checkpoint has not come yet. */
  IMPORTING
}
