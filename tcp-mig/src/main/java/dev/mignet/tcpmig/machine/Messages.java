package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.SanMessage;

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
}
