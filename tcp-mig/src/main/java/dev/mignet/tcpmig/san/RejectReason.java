package dev.mignet.tcpmig.san;

/** Why a target declined, with the code on the wire. */
public enum RejectReason {
  /** The accept queue of the endpoint is full. */
  NO_ROOM(1),
  /** The connection is being migrated by the target itself. */
  BUSY(2),
  /**
   * There was room at the migration SYN, but no socket came into being when the checkpoint came.
   */
  ROOM_GONE(3),
  /** Nobody listens on the endpoint. */
  NO_LISTENER(4),
  /** The checkpoints that the target has take all the memory that they may. */
  NO_MEMORY(5),
  /** The target's own policy: it serves as many connections of other nodes as it may. */
  AT_CAPACITY(6);

  private static final RejectReason[] ALL = values();

  private final byte code;

  RejectReason(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** The reason with that code; a {@link SanFormatException} where there is none. */
  static RejectReason of(int code) throws SanFormatException {
    for (RejectReason reason : ALL) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new SanFormatException("unknown reason of a reject: " + code);
  }
}
