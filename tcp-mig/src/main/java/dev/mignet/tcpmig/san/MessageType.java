package dev.mignet.tcpmig.san;

/** The kinds of message with their codes on the wire. */
public enum MessageType {
  SYN(1),
  ACK(2),
  REJECT(3),
  CHECKPOINT(4),
  STORED(5),
  ABORT(6),
  CLEAN_UP(7),
  QUERY(8),
  MOVED(9),
  FOLLOWING(10);

  private static final MessageType[] ALL = values();

  private final byte code;

  MessageType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** The type with that code; a {@link SanFormatException} where there is none. */
  static MessageType of(int code) throws SanFormatException {
    for (MessageType type : ALL) {
      if (type.code == code) {
        return type;
      }
    }
    throw new SanFormatException("unknown message type " + code);
  }

  /** The type of a message. */
  public static MessageType of(SanMessage message) {
    if (message instanceof SanMessage.Syn) {
      return SYN;
    } else if (message instanceof SanMessage.Ack) {
      return ACK;
    } else if (message instanceof SanMessage.Reject) {
      return REJECT;
    } else if (message instanceof SanMessage.Checkpoint) {
      return CHECKPOINT;
    } else if (message instanceof SanMessage.Stored) {
      return STORED;
    } else if (message instanceof SanMessage.Abort) {
      return ABORT;
    } else if (message instanceof SanMessage.Query) {
      return QUERY;
    } else if (message instanceof SanMessage.Moved) {
      return MOVED;
    } else if (message instanceof SanMessage.Following) {
      return FOLLOWING;
    }
    return CLEAN_UP;
  }
}
