package dev.mignet.tcpmig.daemon;

import java.util.Locale;

/** A part of a migration whose time is measured, from one milestone to another. */
enum Phase {
  /** The initiator looks whether the server owes the client anything. */
  CHECK(Milestone.STARTED, Milestone.SYN_SENT, "initiator"),
  AWAIT_ACK(Milestone.SYN_SENT, Milestone.ACKED, "initiator"),
  /** It sets the forwarding mark, and takes in what the client has sent until then. */
  TURN_OVER(Milestone.ACKED, Milestone.CHECKPOINT_SENT, "initiator"),
  /** The target is in no hurry to say that it serves. */
  AWAIT_STORED(Milestone.CHECKPOINT_SENT, Milestone.STORED, "initiator"),
  FIND_ROOM(Milestone.OFFERED, Milestone.ACK_SENT, "target"),
  AWAIT_CHECKPOINT(Milestone.ACK_SENT, Milestone.CHECKPOINT_RECEIVED, "target"),
  MAKE_SOCKET(Milestone.CHECKPOINT_RECEIVED, Milestone.SERVED, "target"),
  /** How long the initiator holds the client's packets: the first three together. */
  HELD(Milestone.STARTED, Milestone.CHECKPOINT_SENT, "initiator"),
  /** From the migration SYN to the socket: the target's three together. */
  TAKE_OVER(Milestone.OFFERED, Milestone.SERVED, "target");

  private final Milestone from;
  private final Milestone to;
  private final String role;

  Phase(Milestone from, Milestone to, String role) {
    this.from = from;
    this.to = to;
    this.role = role;
  }

  /** Whether it is one step, and not a whole side of a migration. */
  boolean isStep() {
    return this != HELD && this != TAKE_OVER;
  }

  /** Whether it ends with that milestone. */
  boolean endsWith(Milestone milestone) {
    return to == milestone;
  }

  /** Whether it goes from the one to the other. */
  boolean leads(Milestone first, Milestone second) {
    return from == first && to == second;
  }

  /** Who goes through it: {@code initiator} or {@code target}. */
  String role() {
    return role;
  }

  /** As metrics call it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
