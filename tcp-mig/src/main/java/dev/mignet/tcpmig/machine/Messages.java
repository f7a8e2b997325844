package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.SanMessage;
import org.jspecify.annotations.Nullable;

/** Which side of a migration a message of the SAN is for. */
public final class Messages {
  private final Initiator initiator;
  private final Target target;

  public Messages(Initiator initiator, Target target) {
    this.initiator = initiator;
    this.target = target;
  }

  /**
   * What a message makes of a connection; of a migration SYN {@link Initiator#returns} has heard
   * before.
   *
   * @param from the node that has sent it
   * @param arrival when it came, which may be before now
   */
  public Decision decide(
      Connection connection, SanMessage message, int from, long arrival, long now) {
    if (message instanceof SanMessage.Syn syn) {
      return target.syn(connection, syn, from, arrival);
    } else if (message instanceof SanMessage.Ack ack) {
      return initiator.ack(connection, ack);
    } else if (message instanceof SanMessage.Reject reject) {
      return initiator.reject(connection, reject, now);
    } else if (message instanceof SanMessage.Checkpoint checkpoint) {
      return target.checkpoint(connection, checkpoint);
    } else if (message instanceof SanMessage.Stored stored) {
      return initiator.stored(connection, stored, now);
    } else if (message instanceof SanMessage.Abort abort) {
      return target.abort(connection, abort);
    } else if (message instanceof SanMessage.Query query) {
      return target.query(connection, query);
    } else if (message instanceof SanMessage.Moved moved) {
      return initiator.moved(connection, moved);
    } else if (message instanceof SanMessage.Following following) {
      return initiator.following(connection, following, now);
    }
    return initiator.cleanUp(connection, (SanMessage.CleanUp) message, now);
  }

  /** What a message of a connection that is not known here is answered with; null: nothing. */
  public @Nullable SanMessage answerOfUnknown(SanMessage message) {
    if (message instanceof SanMessage.Checkpoint || message instanceof SanMessage.Query) {
      return target.lastWord(message);
    } else if (message instanceof SanMessage.Ack) {
      // It was given up before this daemon was restarted, or is over.
      return new SanMessage.Abort(message.id(), message.flow());
    } else if (message instanceof SanMessage.Moved) {
      // It is closed: nothing of it will come by the sender.
      return new SanMessage.Following(message.id(), message.flow());
    }
    return null;
  }
}
