package dev.mignet.san.hold;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.netfilter.PacketQueue;
import dev.mignet.nodes.netfilter.QueueRules;
import dev.mignet.nodes.netfilter.QueuedPacket;
import dev.mignet.san.WireDirection;
import dev.mignet.san.WireEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queue of one namespace that what its receivers get waits in. */
final class HoldQueue implements AutoCloseable {
  private static final String TABLE = "mignet-links";

  /** Away from the low numbers that people choose, and the migration daemon. */
  private static final int HEADS = 4711;

  private static final int WHOLE = 4712;

  /** An IPv4 header: its version is of interest, its length is told by the kernel. */
  private static final int HEAD_BYTES = 20;

  private static final int MOST = 100_000;

  /**
   * What has a bridge show its packets to netfilter; off in switches unless some are held there.
   */
  private static final List<String> BRIDGE_CALLS =
      List.of("net.bridge.bridge-nf-call-iptables", "net.bridge.bridge-nf-call-ip6tables");

  private final String namespace;
  private final boolean whole;
  private final PacketQueue packets;
  private final Map<Integer, Receiver> byInterface = new HashMap<>();
  private List<WireDirection> wires = List.of();

  /** Packets that have no verdict yet. */
  int waiting;

  /**
   * Opens it; nothing comes before {@link #receive}.
   *
   * @param whole whether all bytes of packets are needed: then super-packets come cut up
   * @param handler of packets that come in by a receiver
   */
  HoldQueue(NetworkNamespace namespace, boolean whole, Handler handler) {
    this.namespace = namespace.name();
    this.whole = whole;
    PacketQueue.Settings settings =
        new PacketQueue.Settings(whole ? 0xffff : HEAD_BYTES, MOST, false, !whole);
    this.packets =
        namespace.call(
            () ->
                new PacketQueue(
                    number(),
                    settings,
                    packet -> handler.packet(this, receiverOf(packet), packet)));
  }

  /** Gets one packet. */
  @FunctionalInterface
  interface Handler {
    /**
     * A packet waits.
     *
     * @param receiver null where it came in by an interface that is not held any more
     */
    void packet(HoldQueue queue, @Nullable Receiver receiver, QueuedPacket packet);
  }

  private int number() {
    return whole ? WHOLE : HEADS;
  }

  private @Nullable Receiver receiverOf(QueuedPacket packet) {
    return byInterface.get(packet.inDevice());
  }

  String namespace() {
    return namespace;
  }

  boolean whole() {
    return whole;
  }

  List<WireDirection> wires() {
    return wires;
  }

  PacketQueue packets() {
    return packets;
  }

  /** Holds what comes in these directions, and nothing else; those that stay as they are go on. */
  void receive(NetworkNamespace at, List<WireDirection> wanted) {
    Map<WireDirection, Receiver> known = new HashMap<>();
    byInterface.values().forEach(receiver -> known.put(receiver.wire, receiver));
    byInterface.clear();
    for (WireDirection wire : wanted) {
      Receiver receiver = known.remove(wire);
      byInterface.put(
          at.rtnetlink().link(wire.to().interfaceName()).index(),
          receiver == null ? new Receiver(wire, this) : receiver);
    }
    known.values().forEach(Receiver::close);
    boolean shown = atPorts(wires);
    wires = List.copyOf(wanted);
    List<WireEnd> ends = wanted.stream().map(WireDirection::to).toList();
    QueueRules rules =
        new QueueRules(
            TABLE,
            ends.stream().filter(end -> !end.port()).map(WireEnd::interfaceName).toList(),
            ends.stream().filter(WireEnd::port).map(WireEnd::interfaceName).toList(),
            number(),
            whole && atPorts(wanted));
    at.call(
        () -> {
          rules.apply(); // it may load br_netfilter, and so bring the keys
          return true;
        });
    if (atPorts(wanted) != shown) {
      show(at, !shown);
    }
  }

  private static void show(NetworkNamespace bridge, boolean shown) {
    Sysctls sysctls = new Sysctls(bridge);
    BRIDGE_CALLS.forEach(key -> sysctls.set(key, shown ? "1" : "0"));
  }

  /** Takes back what a process that was killed has done at an end that receives. */
  static void forget(WireEnd end) {
    try (NetworkNamespace at = NetworkNamespace.open(end.namespace())) {
      removeRules(at);
      if (end.port()) {
        show(at, false);
      }
    }
  }

  private static boolean atPorts(List<WireDirection> wires) {
    return wires.stream().anyMatch(wire -> wire.to().port());
  }

  /** Removes all rules from the namespace; what waits in any of its queues is lost. */
  void removeRules() {
    try (NetworkNamespace at = NetworkNamespace.open(namespace)) {
      removeRules(at);
    }
  }

  private static void removeRules(NetworkNamespace at) {
    at.call(
        () -> {
          QueueRules.remove(TABLE);
          return true;
        });
  }

  /** Packets that wait are lost. */
  @Override
  public void close() {
    byInterface.values().forEach(Receiver::close);
    packets.close();
  }
}
