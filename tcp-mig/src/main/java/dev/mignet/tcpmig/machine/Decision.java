package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.ConnectionState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a state machine decided. Decisions are constants, so that deciding allocates nothing.
 *
 * @param next the state that the connection enters before the actions run
 * @param verdict of the packet at hand, given before the actions run; without a packet it says
 *     nothing
 * @param actions to run in this order
 */
public record Decision(ConnectionState next, Verdict verdict, List<Action> actions) {
  static Decision of(ConnectionState next, Verdict verdict, Action... actions) {
    return new Decision(next, verdict, List.of(actions));
  }

  /** A decision of an event that is no packet. */
  static Decision of(ConnectionState next, Action... actions) {
    return of(next, Verdict.ACCEPT, actions);
  }

  private static final Map<ConnectionState, Decision> UNCHANGED = inEachState();

  /** The decision that an event means nothing in this state. */
  static Decision unchanged(ConnectionState state) {
    return UNCHANGED.getOrDefault(state, of(state));
  }

  /** The decision for the state that the connection stays in. */
  static Decision again(Map<ConnectionState, Decision> decisions, ConnectionState state) {
    return decisions.getOrDefault(state, unchanged(state));
  }

  /** One decision for each state: to stay in it and run those actions. */
  static Map<ConnectionState, Decision> inEachState(Action... actions) {
    Map<ConnectionState, Decision> decisions = new EnumMap<>(ConnectionState.class);
    for (ConnectionState state : ConnectionState.values()) {
      decisions.put(state, of(state, actions));
    }
    return decisions;
  }
}
