package dev.mignet.nodes.net;

import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Requests that go to the kernel together, with one system call for all of them, in this order.
 * They are about links that are there when they are added here.
 *
 * <pre>{@code
 * namespace.rtnetlink().batch().replaceAddress("eth0", address).up("eth0").send();
 * }</pre>
 */
public final class RtnetlinkBatch {
  private final NetlinkSocket socket;
  private final ToIntFunction<String> indexOf;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<NetlinkRequest> requests = new ArrayList<>();

  RtnetlinkBatch(NetlinkSocket socket, ToIntFunction<String> indexOf) {
    this.socket = socket;
    this.indexOf = indexOf;
  }

  /** Sets a link up. */
  public RtnetlinkBatch up(String name) {
    requests.add(LinkRequests.up(name));
    return this;
  }

  /** Gives a link an address; one that it has already stays. */
  public RtnetlinkBatch replaceAddress(String name, IpPrefix address) {
    requests.add(RouteRequests.replaceAddress(name, index(name), address));
    return this;
  }

  /** Adds the route, or puts it in the place of the one to the same destination. */
  public RtnetlinkBatch replaceRoute(Route route) {
    requests.add(RouteRequests.replaceRoute(route, this::index));
    return this;
  }

  /** Shapes what leaves by a link, in place of whatever qdisc it had. */
  public RtnetlinkBatch shape(String name, Tbf tbf) {
    requests.add(QdiscRequests.replaceTbf(name, index(name), tbf));
    return this;
  }

  /**
   * Sends all. The kernel handles them all, also those behind one that fails.
   *
   * @throws dev.mignet.nodes.linux.KernelException the first error, with that request in words
   */
  public void send() {
    if (!requests.isEmpty()) {
      socket.executeAll(requests);
    }
  }

  private int index(String name) {
    return indexes.computeIfAbsent(name, indexOf::applyAsInt);
  }
}
