package dev.mignet.san.hold;

import org.jspecify.annotations.Nullable;

/** A packet that waits until it is due. */
final class HeldPacket implements Comparable<HeldPacket> {
  private final long due;
  private final long order;
  final Receiver receiver;
  final int id;
  final int mark;

  /** What the packet is changed to, or the bytes of a duplicate. */
  final byte @Nullable [] bytes;

  final boolean duplicate;

  /**
   * @param due ns of the loop's clock
   * @param order among those that are due at the same time
   */
  HeldPacket(
      long due,
      long order,
      Receiver receiver,
      int id,
      int mark,
      byte @Nullable [] bytes,
      boolean duplicate) {
    this.due = due;
    this.order = order;
    this.receiver = receiver;
    this.id = id;
    this.mark = mark;
    this.bytes = bytes;
    this.duplicate = duplicate;
  }

  long due() {
    return due;
  }

  @Override
  public int compareTo(HeldPacket other) {
    int byTime = Long.compare(due, other.due);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
