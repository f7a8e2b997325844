package dev.mignet.tcpmig.san;

import dev.mignet.tcpmig.wire.FlowKey;

/**
 * A message between two daemons about one migration (the paper, section 5).
 *
 * <pre>
 *   initiator                     target
 *      | ---- Syn ----------------> |   looks for room
 *      | <--- Ack or Reject ------- |
 *      | ---- Checkpoint ---------> |   makes the endpoint, serves
 *      | <--- Stored or Reject ---- |
 *      | ---- Abort --------------> |   instead of Checkpoint: the initiator serves after all
 *      | <--- CleanUp ------------- |   the connection is closed
 *      | ---- Query --------------> |   is answered by Stored, Reject or CleanUp
 *
 *   initiator                     home: where the client's packets come first
 *      | ---- Moved --------------> |   forwards to the new server from now on
 *      | <--- Following ----------- |   the initiator's own entry may go
 * </pre>
 */
public sealed interface SanMessage {
  /** The migration's identity: unique in the cluster, chosen by the initiator. */
  long id();

  /** The connection; never changed after the message was made. */
  FlowKey flow();

  /**
   * The migration SYN: all that the target needs to make an endpoint that continues the connection.
   *
   * @param clientIsn the client's initial sequence number, to tell the connection from a later one
   *     with the same addresses
   * @param start sequence number of the checkpoint's first byte, or the client's next one (the
   *     client ISN that the paper sends, plus one)
   * @param imposedAck the initiator's next sequence number: the imposed ISN plus one
   * @param window the client's window as it stands in its headers, not scaled
   * @param clock the server's timestamp clock, ms, at the time of sending
   * @param clientTsVal the client's newest timestamp
   * @param home the number of the node that the client's packets come to first
   * @param hops how often the connection has migrated, with this time; modulo 2^16
   * @param frontEnd the number of the front-end that the client's packets come through, 0 where
   *     there are not several
   * @param mss the client's maximum segment size
   * @param clientWindowScale shift, -1 without scaling
   * @param serverWindowScale shift, -1 without scaling
   * @param roundTripMillis smoothed round-trip time as the initiator's kernel knows it, 0 if it
   *     does not
   */
  record Syn(
      long id,
      FlowKey flow,
      int clientIsn,
      int start,
      int imposedAck,
      int window,
      int clock,
      int clientTsVal,
      int home,
      int hops,
      int frontEnd,
      int mss,
      int clientWindowScale,
      int serverWindowScale,
      boolean sack,
      boolean timestamps,
      boolean ecn,
      int roundTripMillis)
      implements SanMessage {

    /** Whether windows are scaled: both sides must have said how (RFC 7323, section 2.2). */
    public boolean scaled() {
      return serverWindowScale >= 0 && clientWindowScale >= 0;
    }

    /** The same, after the client has said no more than that its window has changed. */
    public Syn seen(int newWindow, int newClientTsVal) {
      return new Syn(
          id,
          flow,
          clientIsn,
          start,
          imposedAck,
          newWindow,
          clock,
          newClientTsVal,
          home,
          hops,
          frontEnd,
          mss,
          clientWindowScale,
          serverWindowScale,
          sack,
          timestamps,
          ecn,
          roundTripMillis);
    }

    /** The same sent again, perhaps to another target, at a later time of the server's clock. */
    public Syn again(long otherId, int laterClock) {
      return new Syn(
          otherId,
          flow,
          clientIsn,
          start,
          imposedAck,
          window,
          laterClock,
          clientTsVal,
          home,
          hops,
          frontEnd,
          mss,
          clientWindowScale,
          serverWindowScale,
          sack,
          timestamps,
          ecn,
          roundTripMillis);
    }

    /** The same numbers, of a later migration of the connection. */
    public Syn as(long laterId, int laterHops) {
      return new Syn(
          laterId,
          flow,
          clientIsn,
          start,
          imposedAck,
          window,
          clock,
          clientTsVal,
          home,
          laterHops,
          frontEnd,
          mss,
          clientWindowScale,
          serverWindowScale,
          sack,
          timestamps,
          ecn,
          roundTripMillis);
    }
  }

  /** The target has room for an endpoint and waits for the checkpoint. */
  record Ack(long id, FlowKey flow) implements SanMessage {}

  /** The target makes none; the initiator goes on serving. */
  record Reject(long id, FlowKey flow, RejectReason reason) implements SanMessage {}

  /**
   * The client's bytes that the target's server has to see.
   *
   * @param start sequence number of the first
   * @param acknowledged how many of the first bytes the client has been acknowledged already
   * @param fin whether the client's FIN follows the last byte
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would cost the hot path
  record Checkpoint(long id, FlowKey flow, int start, int acknowledged, boolean fin, byte[] data)
      implements SanMessage {}

  /** The target has taken over; the checkpoint need not be sent again. */
  record Stored(long id, FlowKey flow) implements SanMessage {}

  /** The initiator has given up before it sent the checkpoint. */
  record Abort(long id, FlowKey flow) implements SanMessage {}

  /**
   * The connection has gone on, with the migration of that id.
   *
   * @param clientIsn tells it from a later one with the same addresses
   * @param hops as in {@link Syn}: of two of these messages the one with more is right
   * @param node that serves it now
   */
  record Moved(long id, FlowKey flow, int clientIsn, int hops, int node) implements SanMessage {}

  /** The client's packets go past the sender of {@link Moved}, or there are none any more. */
  record Following(long id, FlowKey flow) implements SanMessage {}

  /** The connection is closed: the forwarding entry may go. */
  record CleanUp(long id, FlowKey flow) implements SanMessage {}

  /**
   * The initiator asks what became of a migration: after it was restarted while the checkpoint was
   * under way, and now and then of what it forwards, in case that a clean-up was lost.
   */
  record Query(long id, FlowKey flow) implements SanMessage {}
}
