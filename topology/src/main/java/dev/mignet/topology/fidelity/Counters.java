package dev.mignet.topology.fidelity;

import dev.mignet.san.LinkProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel has counted for a lab, up to one moment. All but {@link WireEnd#backlogBytes}
 * only grow.
 *
 * @param nodes by name; none that is missing has gone through anything
 * @param wires by name, in the same way
 */
public record Counters(Machine machine, List<Node> nodes, List<WireEnd> wires) {

  /** Copies the lists. */
  public Counters {
    nodes = List.copyOf(nodes);
    wires = List.copyOf(wires);
  }

  /**
   * The machine.
   *
   * @param uptimeMillis when this was, since the machine was started
   * @param ticks of all processors
   * @param stolenTicks of them that the hypervisor gave to others
   * @param pressureMicros for which some process of the machine had to wait for a processor; null
   *     where the kernel does not tell
   */
  public record Machine(
      long uptimeMillis, long ticks, long stolenTicks, @Nullable Long pressureMicros) {}

  /**
   * A node.
   *
   * @param periods of its share of the processor
   * @param throttledPeriods those that it used up
   * @param periodMicros how long one is
   * @param killed processes that had to go for want of memory
   * @param pressureMicros for which some of its processes could have run but did not, because of
   *     its own limit too; null where the kernel does not tell by node
   * @param queued packets given to programs
   * @param queueLost those of them that were lost on the way
   */
  public record Node(
      String name,
      long periods,
      long throttledPeriods,
      long periodMicros,
      long killed,
      @Nullable Long pressureMicros,
      long queued,
      long queueLost) {}

  /**
   * What one end of a wire has sent.
   *
   * @param name such as {@code a:eth0}
   * @param bitsPerSecond that it is shaped to, or, where something is to be compared with it, the
   *     fastest that it has been shaped to; {@link LinkProfile#UNLIMITED}: not shaped
   * @param bytes of frames without overhead
   * @param drops packets that found no room in the queue
   * @param backlogBytes in the queue, at that moment
   */
  public record WireEnd(
      String name, long bitsPerSecond, long bytes, long packets, long drops, long backlogBytes) {

    private WireEnd withRate(long rate) {
      return new WireEnd(name, rate, bytes, packets, drops, backlogBytes);
    }
  }

  /**
   * The same to compare with, where ends of wires have been, or are now, shaped to these rates:
   * what they send is not held against them if they may have sent it at one of these.
   *
   * @param rates bit/s or {@link LinkProfile#UNLIMITED}, by the name of the end
   */
  public Counters withRates(Map<String, Long> rates) {
    Map<String, WireEnd> all = new LinkedHashMap<>();
    wires.forEach(wire -> all.put(wire.name(), wire));
    rates.forEach(
        (name, rate) -> {
          WireEnd end = all.getOrDefault(name, new WireEnd(name, rate, 0, 0, 0, 0));
          all.put(name, end.withRate(faster(end.bitsPerSecond(), rate)));
        });
    return new Counters(machine, nodes, List.copyOf(all.values()));
  }

  /** The faster of two rates, bit/s or {@link LinkProfile#UNLIMITED}. */
  public static long faster(long one, long other) {
    return one == LinkProfile.UNLIMITED || other == LinkProfile.UNLIMITED
        ? LinkProfile.UNLIMITED
        : Math.max(one, other);
  }

  Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  Optional<WireEnd> wire(String name) {
    return wires.stream().filter(wire -> wire.name().equals(name)).findFirst();
  }
}
