package dev.mignet.topology.look;

import com.google.gson.annotations.SerializedName;
import dev.mignet.nodes.net.Link;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.run.LabNames;
import dev.mignet.topology.run.LabWires;
import dev.mignet.topology.run.LabWires.Course;
import dev.mignet.topology.yaml.WireKey;
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
    /** Cut by {@code mignet link down}, or set down, administratively. */
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
   * @param bitsPerSecond that the end is shaped to now; 0: not shaped
   * @param plannedBitsPerSecond that the topology says
   * @param impairments of what the end sends, now; such as {@code delay 10 ms}
   * @param plannedImpairments that the topology says
   * @param mtu bytes of IP packet, as the kernel has it
   * @param sentBytes of Ethernet frames without FCS, as the next three
   * @param sendDrops packets that the queue or the interface refused
   */
  public record LinkEnd(
      String end,
      String peer,
      String profile,
      long bitsPerSecond,
      long plannedBitsPerSecond,
      List<String> impairments,
      List<String> plannedImpairments,
      int mtu,
      State state,
      long receivedBytes,
      long sentBytes,
      long receiveDrops,
      long sendDrops) {}

  /** Every end, a wire's two one after the other, in the order of the file. */
  public static List<LinkEnd> of(Lab lab) {
    try (LinkEnds ends = new LinkEnds(lab)) {
      return LabWires.ofRunning(lab).courses().stream().map(ends::read).toList();
    }
  }

  private LinkEnd read(Course course) {
    Optional<Link> found = network(course.from()).find(LabNames.interfaceName(course.from()));
    State state =
        found.map(link -> course.cut() || !link.up() ? State.DOWN : State.UP).orElse(State.MISSING);
    Link.Statistics counted =
        found.map(Link::statistics).orElse(new Link.Statistics(0, 0, 0, 0, 0, 0));
    long queueDrops =
        found.map(link -> network(course.from()).qdisc(link.name()).drops()).orElse(0L);
    return new LinkEnd(
        course.from().text(),
        course.to().text(),
        course.planned().profile().name(),
        course.present().profile().bitsPerSecond(),
        course.planned().profile().bitsPerSecond(),
        WireKey.texts(course.present().impairments()),
        WireKey.texts(course.planned().impairments()),
        found.map(Link::mtu).orElse(0),
        state,
        counted.receivedBytes(),
        counted.sentBytes(),
        counted.receiveDrops(),
        counted.sendDrops() + queueDrops);
  }

  private Rtnetlink network(End end) {
    String name = LabNames.namespace(lab.name(), end);
    return namespaces.computeIfAbsent(name, NetworkNamespace::open).rtnetlink();
  }

  @Override
  public void close() {
    namespaces.values().forEach(NetworkNamespace::close);
  }
}
