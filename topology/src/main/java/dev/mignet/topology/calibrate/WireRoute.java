package dev.mignet.topology.calibrate;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.Link;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.san.measure.ProbeRoute;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.run.LabNames;
import dev.mignet.topology.run.LabWires.Course;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The way of probes over one direction of a wire of a lab. */
final class WireRoute implements AutoCloseable {

  private final Course course;
  private final NetworkNamespace from;
  private final NetworkNamespace to;

  WireRoute(Lab lab, Course course) {
    this.course = course;
    this.from = NetworkNamespace.open(LabNames.namespace(lab.name(), course.from()));
    try {
      this.to = NetworkNamespace.open(LabNames.namespace(lab.name(), course.to()));
    } catch (RuntimeException e) {
      from.close();
      throw e;
    }
  }

  /** Why nothing can go that way now. */
  Optional<String> obstacle() {
    if (course.cut()) {
      return Optional.of("the wire is down (mignet link up " + course.from().text() + ")");
    }
    return obstacle(from, course.from()).or(() -> obstacle(to, course.to()));
  }

  private static Optional<String> obstacle(NetworkNamespace namespace, End end) {
    Optional<Link> link = namespace.rtnetlink().find(LabNames.interfaceName(end));
    if (link.isEmpty()) {
      return Optional.of(end.text() + " is missing");
    }
    return link.get().up() ? Optional.empty() : Optional.of(end.text() + " is down");
  }

  ProbeRoute probes() {
    boolean toSwitch = course.to() instanceof End.AtSwitch;
    InetAddress destination = toSwitch ? otherThan(address(course.from())) : address(course.to());
    InetAddress source =
        course.from() instanceof End.AtSwitch ? otherThan(destination) : address(course.from());
    return new ProbeRoute(
        from,
        LabNames.interfaceName(course.from()),
        to,
        toSwitch ? LabNames.BRIDGE : LabNames.interfaceName(course.to()),
        toSwitch,
        (Inet4Address) source,
        (Inet4Address) destination);
  }

  /** Why the kernel would not measure it, for people. */
  static String explain(Course course, KernelException e) {
    return e.errno() == Errno.EADDRNOTAVAIL && course.to() instanceof End.AtNode at
        ? at.node() + " has no " + IpPrefix.text(address(course, at)) + " any more"
        : String.valueOf(e.getMessage());
  }

  private InetAddress address(End end) {
    return address(course, end);
  }

  private static InetAddress address(Course course, End end) {
    return course.segment().members().stream()
        .filter(member -> member.reference().equals(end.text()))
        .map(Interface::address)
        .map(Cidr::address)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(end.text()));
  }

  /** Another address of the subnet, of nobody where there is such a one. */
  private InetAddress otherThan(InetAddress address) {
    Cidr subnet = course.segment().subnet();
    List<InetAddress> taken =
        course.segment().members().stream().map(member -> member.address().address()).toList();
    int last = (1 << 32 - subnet.prefix()) - 2;
    return IntStream.rangeClosed(1, last)
        .mapToObj(subnet::host)
        .filter(host -> !taken.contains(host))
        .findFirst()
        .orElse(subnet.host(subnet.host(1).equals(address) ? 2 : 1));
  }

  @Override
  public void close() {
    from.close();
    to.close();
  }
}
