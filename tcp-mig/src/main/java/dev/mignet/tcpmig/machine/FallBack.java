package dev.mignet.tcpmig.machine;

import static dev.mignet.tcpmig.connection.ConnectionState.LOCAL;
import static dev.mignet.tcpmig.connection.ConnectionState.WAIT;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Otherwise;
import java.util.function.LongSupplier;

/**
 * What an initiator does when a target declines, or does not answer: as the policy says, it asks
 * the next one, serves, or resets the connection. The client's packets go on being held meanwhile.
 */
final class FallBack {
  private static final Decision SERVE_HERE =
      Decision.of(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD);
  private static final Decision GIVE_UP =
      Decision.of(LOCAL, Action.MARK_LOCAL, Action.RELEASE_HELD, Action.SEND_ABORT);
  private static final Decision TAKE_BACK = Decision.of(LOCAL, Action.MARK_LOCAL, Action.RESUME);
  private static final Decision TAKE_BACK_WITHOUT_DATA = Decision.of(LOCAL, Action.MARK_LOCAL);
  private static final Decision ASK_NEXT = Decision.of(WAIT, Action.NEXT_TARGET);
  private static final Decision GIVE_UP_AND_ASK_NEXT =
      Decision.of(WAIT, Action.SEND_ABORT, Action.NEXT_TARGET);
  private static final Decision TAKE_BACK_AND_ASK_NEXT =
      Decision.of(WAIT, Action.SUPPRESS, Action.NEXT_TARGET);
  private static final Decision SYN_TO_NEXT = Decision.of(WAIT, Action.SEND_NEXT_SYN);
  private static final Decision RESET =
      Decision.of(
          LOCAL,
          Action.MARK_LOCAL,
          Action.RESET_CLIENT,
          Action.DROP_HELD,
          Action.SEND_CLEAN_UP,
          Action.REMOVE);
  private static final Decision GIVE_UP_AND_RESET =
      Decision.of(
          LOCAL,
          Action.SEND_ABORT,
          Action.MARK_LOCAL,
          Action.RESET_CLIENT,
          Action.DROP_HELD,
          Action.SEND_CLEAN_UP,
          Action.REMOVE);

  private final int self;
  private final LongSupplier ids;

  FallBack(int self, LongSupplier ids) {
    this.self = self;
    this.ids = ids;
  }

  /** The target has no place for the connection. */
  Decision declined(Connection connection) {
    if (connection.hasNextTarget()) {
      return ASK_NEXT;
    } else if (resets(connection)) {
      return over(connection, RESET);
    }
    Intake.giveBack(connection);
    return SERVE_HERE;
  }

  /** It has not answered. */
  Decision timedOut(Connection connection) {
    if (connection.hasNextTarget()) {
      return GIVE_UP_AND_ASK_NEXT;
    } else if (resets(connection)) {
      return over(connection, GIVE_UP_AND_RESET);
    }
    Intake.giveBack(connection);
    return GIVE_UP;
  }

  /**
   * It had promised a place, and has none now that the checkpoint has come. What the client has
   * sent meanwhile is lost, and sent again; so is what was in a checkpoint that was lost with the
   * daemon.
   */
  Decision givenBack(Connection connection) {
    if (connection.hasNextTarget()) {
      return TAKE_BACK_AND_ASK_NEXT;
    } else if (resets(connection)) {
      return over(connection, RESET);
    }
    Intake.follow(connection);
    return connection.checkpoint().lost() ? TAKE_BACK_WITHOUT_DATA : TAKE_BACK;
  }

  /** In answer to {@link Action#NEXT_TARGET}. */
  Decision next(Connection connection, long now) {
    int target = connection.nextTarget();
    if (target == self) {
      Intake.giveBack(connection);
      return SERVE_HERE;
    }
    SanMessage.Syn last = connection.lastMigration();
    connection.setPeer(target);
    connection.setMigration(
        last.again(ids.getAsLong(), connection.handshake().clock((int) now) + 1));
    connection.await(now + Timing.RETRANSMIT, 1);
    return SYN_TO_NEXT;
  }

  private static boolean resets(Connection connection) {
    return connection.placement().otherwise() == Otherwise.RESET;
  }

  private static Decision over(Connection connection, Decision decision) {
    connection.await(Connection.NEVER, 0);
    connection.checkpoint().release();
    return decision;
  }
}
