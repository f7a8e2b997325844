package dev.mignet.topology.look;

import com.google.gson.annotations.SerializedName;
import dev.mignet.nodes.net.Link;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.san.LinkProfile;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.run.LabNames;
import dev.mignet.topology.run.WireProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Both ends of each wire of a lab, as the kernel has them now. */
public final class LinkEnds implements AutoCloseable {

  private final Lab lab;
  private final Map<String, NetworkNamespace> namespaces = new TreeMap<>();

  private LinkEnds(Lab lab) {
    this.lab = lab;
  }

  /** Of an interface. */
  public enum State {
    /** Set up, administratively. */
    @SerializedName("up")
    UP,
    /** Set down, administratively. */
    @SerializedName("down")
    DOWN,
    /** The interface is not there. */
    @SerializedName("missing")
    MISSING
  }

  /**
   * One end; what it does not have (it is missing) is 0.
   *
   * @param end {@code NODE:INTERFACE}, or {@code NETWORK:PORT} at a switch
   * @param peer the other end
   * @param bitsPerSecond that the end is shaped to, as the topology says; 0: not shaped
   * @param mtu bytes of IP packet, as the kernel has it
   * @param sentBytes of Ethernet frames without FCS, as the next three
   * @param sendDrops packets that the queue or the interface refused
   */
  public record LinkEnd(
      String end,
      String peer,
      String profile,
      long bitsPerSecond,
      int mtu,
      State state,
      long receivedBytes,
      long sentBytes,
      long receiveDrops,
      long sendDrops) {}

  /** Every end, a wire's two one after the other, in the order of the file. */
  public static List<LinkEnd> of(Lab lab) {
    try (LinkEnds ends = new LinkEnds(lab)) {
      List<LinkEnd> all = new ArrayList<>();
      for (Action.ShapeWire wire : Planner.wires(lab)) {
        LinkProfile profile = WireProfile.of(wire.segment().wire());
        all.add(ends.read(wire.first(), wire.second(), profile));
        all.add(ends.read(wire.second(), wire.first(), profile));
      }
      return all;
    }
  }

  private LinkEnd read(End end, End peer, LinkProfile profile) {
    Rtnetlink network = network(end);
    Optional<Link> found = network.find(interfaceName(end));
    if (found.isEmpty()) {
      return new LinkEnd(
          text(end),
          text(peer),
          profile.name(),
          profile.bitsPerSecond(),
          0,
          State.MISSING,
          0,
          0,
          0,
          0);
    }
    Link link = found.get();
    Link.Statistics counted = link.statistics();
    return new LinkEnd(
        text(end),
        text(peer),
        profile.name(),
        profile.bitsPerSecond(),
        link.mtu(),
        link.up() ? State.UP : State.DOWN,
        counted.receivedBytes(),
        counted.sentBytes(),
        counted.receiveDrops(),
        counted.sendDrops() + network.qdisc(link.name()).drops());
  }

  private Rtnetlink network(End end) {
    return namespaces.computeIfAbsent(namespace(end), NetworkNamespace::open).rtnetlink();
  }

  private String namespace(End end) {
    return end instanceof End.AtSwitch at
        ? LabNames.switchNamespace(lab.name(), at.network())
        : LabNames.nodeNamespace(lab.name(), ((End.AtNode) end).node());
  }

  private static String interfaceName(End end) {
    return end instanceof End.AtSwitch at ? at.port() : ((End.AtNode) end).interfaceName();
  }

  private static String text(End end) {
    return end instanceof End.AtSwitch at
        ? at.network() + ':' + at.port()
        : ((End.AtNode) end).node() + ':' + interfaceName(end);
  }

  @Override
  public void close() {
    namespaces.values().forEach(NetworkNamespace::close);
  }
}
