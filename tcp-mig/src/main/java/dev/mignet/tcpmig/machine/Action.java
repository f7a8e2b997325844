package dev.mignet.tcpmig.machine;

/** What the packet loop does for a connection, in the order of the decision. */
public enum Action {
  /**
   * Connmark HOLD: all packets of the client come to the queue, nothing of the local server leaves.
   */
  SUPPRESS,
  /**
   * The same for a connection that is to come here, whose packets may come before its socket is
   * made; where there is no conntrack entry one is made.
   */
  RESERVE,
  /** Connmark zero: the connection is an ordinary local one. */
  MARK_LOCAL,
  /** The conntrack entry goes: nothing of the connection comes by here any more. */
  UNTRACK,
  /** Connmark of the peer: the kernel forwards the client's packets. */
  MARK_FORWARD,
  /** Copies of all that the local server sends come to the log. */
  WATCH,
  /** The local socket gets what the packet at hand acknowledges, but not its data. */
  ACKNOWLEDGE_SERVER,
  /** The client gets an acknowledgment of the checkpoint, as its server would have sent it. */
  ACKNOWLEDGE_CLIENT,
  /** Look at the local socket; what it is comes back as an event. */
  QUERY_SOCKET,
  SEND_SYN,
  /** The first migration SYN to another target than before. */
  SEND_NEXT_SYN,
  /** Go on to the next target that the policy names; what that is comes back as an event. */
  NEXT_TARGET,
  /** The client gets a RST, and the local socket, too. */
  RESET_CLIENT,
  SEND_CHECKPOINT,
  SEND_ABORT,
  /** Tell a target that keeps an endpoint for a migration that is over. */
  REFUSE_ENDPOINT,
  SEND_ACK,
  SEND_REJECT,
  /** Tell the initiator that the checkpoint has come, at once. */
  SEND_STORED,
  /** The same, some time soon: a clean-up that comes before says it as well. */
  SEND_STORED_LATER,
  /** Ask the target what became of the migration. */
  SEND_QUERY,
  /** Tell the initiator that asks that its connection has been here, and is no more. */
  SEND_GONE,
  /** Tell the connection's home where it has gone. */
  SEND_MOVED,
  /** Tell whoever said so that its word has been taken. */
  SEND_FOLLOWING,
  /**
   * Tell the node that it came from and its home, if any, some time soon, that the connection is
   * closed.
   */
  SEND_CLEAN_UP,
  /**
   * Take in the client's packets that were queued before the mark changed, so that none is
   * overtaken; that this is done comes back as an event.
   */
  READ_QUEUE,
  /**
   * The simulated RST (the paper, section 5): the local socket goes without a word to the client.
   */
  RESET_SOCKET,
  /** All held packets go to the local server. */
  RELEASE_HELD,
  /** Held packets whose data were shipped are dropped, the others go to the peer. */
  FORWARD_HELD,
  DROP_HELD,
  /**
   * Destroy any old socket with these addresses, and look whether the listener has room for a new
   * one; what it has comes back as an event.
   */
  QUERY_LISTENER,
  /**
   * Make a socket with the numbers of the migration SYN and, where nothing speaks against it, the
   * checkpoint's first bytes; what came of it comes back as an event.
   */
  CREATE_SOCKET,
  /** Give the socket that was made what it has not had yet of the checkpoint. */
  REPLAY,
  /** Give the socket that was to be given up what it has not had yet of the checkpoint. */
  RESUME,
  /** Forget the connection. */
  REMOVE
}
