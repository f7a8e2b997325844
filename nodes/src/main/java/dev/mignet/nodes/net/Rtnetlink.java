package dev.mignet.nodes.net;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.NetlinkReply;
import dev.mignet.nodes.linux.NetlinkSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Links, addresses, routes, rules and qdiscs of one network namespace, by interface name. Safe for
 * several threads, one request at a time.
 *
 * <p>Everything here throws {@link KernelException} with the operation in words: {@code add link
 * eth0 - eth1: EEXIST (17): File exists}.
 */
public final class Rtnetlink implements AutoCloseable {
  private final NetlinkSocket socket;

  Rtnetlink(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Of the calling thread's namespace: for a process that lives in its node's. */
  public static Rtnetlink open() {
    return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
  }

  /** Every link, with its counters. */
  public List<Link> links() {
    return socket.execute(LinkRequests.list()).stream().map(LinkRequests::read).toList();
  }

  /** The link of this name, if there is one. */
  public Optional<Link> find(String name) {
    try {
      return Optional.of(link(name));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Several requests that go to the kernel together. */
  public RtnetlinkBatch batch() {
    return new RtnetlinkBatch(socket, this::index);
  }

  /**
   * The link of this name.
   *
   * @throws KernelException ENODEV where there is none
   */
  public Link link(String name) {
    return LinkRequests.read(socket.execute(LinkRequests.get(name)).get(0));
  }

  /**
   * Creates both ends, each in its namespace, down. This is to be the first end's namespace: older
   * kernels (6.1 does, 6.18 does not) refuse with EEXIST a first end whose name is taken in the
   * namespace that they are asked in, wherever the end is to appear.
   */
  public void addVeth(Veth veth) {
    socket.execute(LinkRequests.addVeth(veth, 0));
  }

  /**
   * As {@link #addVeth(Veth)}, the first end plugged into a bridge.
   *
   * @param bridge the bridge's {@link Link#index}
   */
  public void addVeth(Veth veth, int bridge) {
    socket.execute(LinkRequests.addVeth(veth, bridge));
  }

  /** Creates a bridge without spanning tree, down. */
  public void addBridge(String name) {
    socket.execute(LinkRequests.addBridge(name));
  }

  /** Plugs a link into a bridge. */
  public void enslave(String name, String bridge) {
    socket.execute(LinkRequests.enslave(name, bridge, index(bridge)));
  }

  /** Sets links up, in one system call. */
  public void up(String... names) {
    socket.executeAll(Arrays.stream(names).map(LinkRequests::up).toList());
  }

  /** Sets a link down; IPv4 routes that lead out at it go, and its peer loses its carrier. */
  public void down(String name) {
    socket.execute(LinkRequests.down(name));
  }

  /**
   * Limits the super-packets that the stack hands to a link.
   *
   * @param maxSegments TCP segments, 1 to 65535
   * @param maxSize bytes, up to 65536 without BIG TCP
   */
  public void gso(String name, int maxSegments, int maxSize) {
    socket.execute(LinkRequests.gso(name, maxSegments, maxSize));
  }

  /** Sets a link's MTU: bytes of IP packet. */
  public void mtu(String name, int mtu) {
    socket.execute(LinkRequests.mtu(name, mtu));
  }

  /** Deletes a link; the other end of a veth goes with it. */
  public void delete(String name) {
    socket.execute(LinkRequests.delete(name));
  }

  /** Gives a link an address; the route to its network comes with it once the link is up. */
  public void addAddress(String name, IpPrefix address) {
    socket.execute(RouteRequests.addAddress(name, index(name), address));
  }

  /** Gives a link an address; one that it has already stays. */
  public void replaceAddress(String name, IpPrefix address) {
    socket.execute(RouteRequests.replaceAddress(name, index(name), address));
  }

  /**
   * Takes an address from a link; with the last one of its family all routes by the link go too.
   *
   * @throws KernelException ENODEV without such a link, EADDRNOTAVAIL where it has no such address
   */
  public void deleteAddress(String name, IpPrefix address) {
    socket.execute(RouteRequests.deleteAddress(name, index(name), address));
  }

  public void addRoute(Route route) {
    socket.execute(RouteRequests.addRoute(route, this::index));
  }

  /** Adds the route, or puts it in the place of the one to the same destination. */
  public void replaceRoute(Route route) {
    socket.execute(RouteRequests.replaceRoute(route, this::index));
  }

  public void deleteRoute(Route route) {
    socket.execute(RouteRequests.deleteRoute(route, this::index));
  }

  public void addRule(Rule rule) {
    socket.execute(RouteRequests.addRule(rule));
  }

  /**
   * Deletes the first rule that matches; preference 0 matches any, so name the table too
   * (linux/net/core/fib_rules.c).
   */
  public void deleteRule(Rule rule) {
    socket.execute(RouteRequests.deleteRule(rule));
  }

  /** Shapes what leaves by a link, in place of whatever qdisc it had. */
  public void shape(String name, Tbf tbf) {
    socket.execute(QdiscRequests.replaceTbf(name, index(name), tbf));
  }

  /**
   * Impairs what leaves by a link, and then shapes it, in place of whatever qdisc it had.
   *
   * @throws KernelException ENOENT from a kernel without netem
   */
  public void impair(String name, Netem netem, Optional<Tbf> tbf) {
    int index = index(name);
    socket.execute(QdiscRequests.replaceNetem(name, index, netem));
    tbf.ifPresent(below -> socket.execute(QdiscRequests.tbfBelowNetem(name, index, below)));
  }

  /**
   * Makes a link one whose cable was pulled: all that is to leave by it is dropped, in place of
   * whatever qdisc it had, and it is not operational (dormant, RFC 2863), so that who watches links
   * sees it go. Addresses and routes stay.
   */
  public void cut(String name) {
    socket.execute(QdiscRequests.replaceBlackhole(name, index(name)));
    socket.execute(LinkRequests.dormant(name, true));
  }

  /** Makes a link operational again; what drops its packets stays, until it is shaped anew. */
  public void mend(String name) {
    socket.execute(LinkRequests.dormant(name, false));
  }

  /** Takes the root qdisc away; the link gets its default one back. */
  public void unshape(String name) {
    socket.execute(QdiscRequests.deleteRoot(name, index(name)));
  }

  /**
   * Counters of the root qdisc of a link; a link that has never been up has {@code noop}, all zero.
   */
  public QdiscStatistics qdisc(String name) {
    int index = index(name);
    List<NetlinkReply> all = socket.execute(QdiscRequests.list(index));
    return all.stream()
        .filter(reply -> QdiscRequests.isRootOf(reply, index))
        .findFirst()
        .map(QdiscRequests::read)
        .orElse(new QdiscStatistics("noop", 0, 0, 0, 0, 0, 0)); // the kernel does not list it
  }

  /**
   * How many packets found no room in a link's queue. What a netem loses on purpose, and what a
   * link that is cut drops, found room.
   */
  public long dropsForWantOfRoom(String name) {
    QdiscStatistics root = qdisc(name);
    return switch (root.kind()) {
      case "blackhole" -> 0;
      case "netem" -> { // its own drops are those of its loss and of what is below it
        int index = index(name);
        yield socket.execute(QdiscRequests.list(index)).stream()
            .filter(reply -> QdiscRequests.isBelowRootOf(reply, index))
            .mapToLong(reply -> QdiscRequests.read(reply).drops())
            .sum();
      }
      default -> root.drops();
    };
  }

  private int index(String name) {
    return link(name).index();
  }

  @Override
  public void close() {
    socket.close();
  }
}
