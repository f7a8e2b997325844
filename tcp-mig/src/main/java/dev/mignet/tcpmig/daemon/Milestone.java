package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.machine.Action;
import dev.mignet.tcpmig.machine.Decision;
import java.util.List;
import java.util.Locale;

/** What a decision means for the migration that it belongs to, for counters and the event log. */
enum Milestone {
  /** Nothing that anybody would count. */
  NONE,
  /** The policy, or an order, wants the connection elsewhere; the client's packets are held. */
  STARTED,
  /** The server owes the client something, and does so for too long: the connection stays. */
  NOT_QUIESCENT,
  SYN_SENT,
  SYN_REPEATED,
  /** The target has room. */
  ACKED,
  CHECKPOINT_SENT,
  CHECKPOINT_REPEATED,
  /** The target serves, and the local socket goes. */
  STORED,
  /** The target declined; served here. */
  REJECTED,
  /** The target declined, whenever; the next that the policy names is asked. */
  REJECTED_FOR_NEXT,
  /** The target did not answer; the next is asked. */
  TIMED_OUT_FOR_NEXT,
  /** No target took it: the policy has the connection reset. */
  RESET,
  /** The target declined when it had the checkpoint; served here. */
  GIVEN_BACK,
  /** The target did not answer; served here. */
  TIMED_OUT,
  /** The client reset the connection while it was held. */
  CLIENT_RESET,
  /** The server that it was forwarded to has closed it, or is dead. */
  CLOSED,
  /** The forwarding entry is gone. */
  CLEANED,
  /** The same, because the node that it was forwarded to counts as dead. */
  LOST,
  /** Another node wants to send it here. */
  OFFERED,
  /** There is room for it. */
  ACK_SENT,
  CHECKPOINT_RECEIVED,
  /** It has a socket here, and its checkpoint. */
  SERVED,
  /** It has no place here. */
  DECLINED,
  /** The same, of a connection that this node is sending away itself. */
  REFUSED,
  /** The initiator did not go on. */
  ABANDONED,
  /** Its server here has closed it. */
  ENDED;

  /**
   * The milestone that a connection passes by a decision.
   *
   * @param from the state that it is in
   * @param closed whether it is known to be closed already
   */
  static Milestone of(ConnectionState from, Decision decision, boolean closed) {
    List<Action> actions = decision.actions();
    ConnectionState to = decision.next();
    if (actions.isEmpty() && from == to) {
      return NONE; // as for nearly every packet
    }
    return switch (from) {
      case LOCAL -> local(to, actions);
      case DRAINING -> draining(to, actions);
      case CHECKING -> checking(to, actions);
      case WAIT -> waiting(to, actions);
      case SHIPPING -> shipping(to, actions, closed);
      case FORWARD, RELAY -> forwarding(to, actions);
      case IMPORTING -> importing(to, actions);
    };
  }

  private static Milestone local(ConnectionState to, List<Action> actions) {
    if (to == ConnectionState.IMPORTING) {
      return OFFERED;
    } else if (to == ConnectionState.CHECKING || to == ConnectionState.DRAINING) {
      return STARTED;
    }
    return actions.contains(Action.REMOVE) ? ENDED : NONE;
  }

  private static Milestone draining(ConnectionState to, List<Action> actions) {
    if (actions.contains(Action.REMOVE)) {
      return ENDED;
    } else if (actions.contains(Action.SEND_REJECT)) {
      return REFUSED;
    } else if (to != ConnectionState.LOCAL) {
      return NONE;
    }
    return actions.contains(Action.DROP_HELD) ? CLIENT_RESET : NOT_QUIESCENT;
  }

  private static Milestone checking(ConnectionState to, List<Action> actions) {
    return switch (to) {
      case WAIT -> SYN_SENT;
      case LOCAL -> actions.contains(Action.DROP_HELD) ? CLIENT_RESET : NOT_QUIESCENT;
      case CHECKING -> actions.contains(Action.SEND_REJECT) ? REFUSED : NONE;
      case DRAINING, SHIPPING, FORWARD, RELAY, IMPORTING -> NONE;
    };
  }

  private static Milestone waiting(ConnectionState to, List<Action> actions) {
    return switch (to) {
      case SHIPPING -> CHECKPOINT_SENT;
      case LOCAL -> {
        if (actions.contains(Action.RESET_CLIENT)) {
          yield RESET;
        } else if (actions.contains(Action.DROP_HELD)) {
          yield CLIENT_RESET;
        }
        yield actions.contains(Action.SEND_ABORT) ? TIMED_OUT : REJECTED;
      }
      case WAIT -> {
        if (actions.contains(Action.MARK_FORWARD)) {
          yield ACKED;
        } else if (actions.contains(Action.NEXT_TARGET)) {
          yield actions.contains(Action.SEND_ABORT) ? TIMED_OUT_FOR_NEXT : REJECTED_FOR_NEXT;
        } else if (actions.contains(Action.SEND_NEXT_SYN)) {
          yield SYN_SENT;
        } else if (actions.contains(Action.SEND_SYN)) {
          yield SYN_REPEATED;
        }
        yield actions.contains(Action.SEND_REJECT) ? REFUSED : NONE;
      }
      case DRAINING, CHECKING, FORWARD, RELAY, IMPORTING -> NONE;
    };
  }

  private static Milestone shipping(ConnectionState to, List<Action> actions, boolean closed) {
    return switch (to) {
      case LOCAL -> actions.contains(Action.RESET_CLIENT) ? RESET : GIVEN_BACK;
      case WAIT -> REJECTED_FOR_NEXT;
      case FORWARD, RELAY -> {
        if (actions.contains(Action.REMOVE)) {
          yield LOST;
        }
        yield closed ? CLOSED : STORED;
      }
      case IMPORTING -> OFFERED;
      case SHIPPING -> actions.contains(Action.SEND_CHECKPOINT) ? CHECKPOINT_REPEATED : NONE;
      case DRAINING, CHECKING -> NONE;
    };
  }

  private static Milestone forwarding(ConnectionState to, List<Action> actions) {
    if (to == ConnectionState.IMPORTING) {
      return OFFERED;
    } else if (actions.contains(Action.REMOVE)) {
      return actions.contains(Action.SEND_CLEAN_UP) ? LOST : CLEANED;
    }
    return actions.contains(Action.SEND_CLEAN_UP) ? CLOSED : NONE;
  }

  private static Milestone importing(ConnectionState to, List<Action> actions) {
    if (actions.contains(Action.REPLAY)) {
      return SERVED;
    } else if (actions.contains(Action.SEND_REJECT)) {
      return actions.size() > 1 ? DECLINED : REFUSED; // what was promised, or the word of another
    } else if (actions.contains(Action.UNTRACK)) {
      return NONE; // it has been declined
    } else if (actions.contains(Action.CREATE_SOCKET)) {
      return CHECKPOINT_RECEIVED;
    } else if (actions.contains(Action.SEND_ACK)) {
      return ACK_SENT;
    } else if (actions.contains(Action.QUERY_LISTENER)) {
      return OFFERED; // another one, in place of the one that was awaited
    }
    return to == ConnectionState.IMPORTING ? NONE : ABANDONED;
  }

  /** Whether a migration begins with it. */
  boolean begins() {
    return this == STARTED || this == OFFERED;
  }

  /** Whether a migration, or the connection, is at an end with it. */
  boolean ends() {
    return switch (this) {
      case NOT_QUIESCENT,
          STORED,
          REJECTED,
          GIVEN_BACK,
          TIMED_OUT,
          RESET,
          CLIENT_RESET,
          CLOSED,
          CLEANED,
          LOST,
          SERVED,
          DECLINED,
          ABANDONED,
          ENDED ->
          true;
      case NONE,
          STARTED,
          SYN_SENT,
          SYN_REPEATED,
          ACKED,
          CHECKPOINT_SENT,
          CHECKPOINT_REPEATED,
          REJECTED_FOR_NEXT,
          TIMED_OUT_FOR_NEXT,
          OFFERED,
          ACK_SENT,
          CHECKPOINT_RECEIVED,
          REFUSED ->
          false;
    };
  }

  /** Whether a migration goes on from it, and does not only repeat itself. */
  boolean advances() {
    return this != SYN_REPEATED && this != CHECKPOINT_REPEATED && this != REFUSED;
  }

  /** Whether the connection's migration SYN is that of the migration at hand. */
  boolean hasMigration() {
    return this == SYN_SENT || this == OFFERED;
  }

  /** As the event log writes it. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
