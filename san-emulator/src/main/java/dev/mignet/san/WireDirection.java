package dev.mignet.san;

import dev.mignet.nodes.net.MacAddress;
import java.util.List;

/**
 * One direction of one wire.
 *
 * @param from the end that sends
 * @param to the end that receives
 * @param receivers whom the packets may be for: the one at the other end, or all members of the
 *     bridge there
 */
public record WireDirection(
    WireEnd from, WireEnd to, Direction direction, List<MacAddress> receivers) {

  /** Copies the list. */
  public WireDirection {
    receivers = List.copyOf(receivers);
  }

  /** Of the fates of its packets: always the same for the same ends. */
  long seed() {
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
    for (char c : (from + " " + to).toCharArray()) {
      hash = (hash ^ c) * 0x100000001b3L;
    }
    return hash;
  }
}
