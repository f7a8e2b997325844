package dev.mignet.san.hold;

import dev.mignet.nodes.linux.FrameSocket;
import dev.mignet.nodes.net.MacAddress;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.san.LinkModel;
import dev.mignet.san.WireDirection;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a wire that receives in one direction, with the model of that direction. */
final class Receiver implements AutoCloseable {
  /**
   * The source of duplicates, which is how they are known when they come by; no interface has it.
   */
  static final MacAddress DUPLICATES = MacAddress.parse("02:4d:47:00:00:01");

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int ETHERNET_HEADER = 14;

  final HoldQueue queue;
  final LinkModel model;
  final WireDirection wire;
  private @Nullable FrameSocket sender;

  /**
   * @param queue where its packets wait
   */
  Receiver(WireDirection wire, HoldQueue queue) {
    this.wire = wire;
    this.queue = queue;
    this.model = new LinkModel(wire);
    this.sender = wire.direction().impairments().duplicate() > 0 ? openSender() : null;
  }

  private FrameSocket openSender() {
    try (NetworkNamespace peer = NetworkNamespace.open(wire.from().namespace())) {
      int index = peer.rtnetlink().link(wire.from().interfaceName()).index();
      return peer.call(() -> new FrameSocket(index));
    }
  }

  /**
   * Sends a second one of a packet over the wire.
   *
   * @param mark at a port, the last four bytes of the destination's MAC ({@code QueueRules.marked})
   */
  void duplicate(byte[] packet, int mark) {
    if (sender == null) {
      return;
    }
    MacAddress destination = destination(mark);
    if (destination == null) {
      return; // a broadcast
    }
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET_HEADER + packet.length);
    frame.put(destination.bytes());
    frame.put(DUPLICATES.bytes());
    frame.putShort((short) (packet[0] >> 4 == 6 ? IPV6 : IPV4)).put(packet);
    sender.send(frame.array());
  }

  private @Nullable MacAddress destination(int mark) {
    List<MacAddress> known = wire.receivers();
    if (!wire.to().port()) {
      return known.get(0);
    }
    int end = Integer.reverseBytes(mark); // in network order
    return known.stream().filter(mac -> (int) mac.value() == end).findFirst().orElse(null);
  }

  @Override
  public void close() {
    if (sender != null) {
      sender.close();
      sender = null; // a duplicate that still waits comes too late
    }
  }
}
