package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NextHop;
import dev.mignet.nodes.net.Route;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.nodes.net.Rule;
import dev.mignet.tcpmig.settings.FrontEnd;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.San;
import java.util.List;
import java.util.Objects;

/**
 * The forwarding entries' way out: packets with a peer's number in their mark go to that peer over
 * the SAN. And where there are several front-ends, the way back through the one that a client's
 * packets come through.
 *
 * <p>The local table has to stand behind these rules, or the virtual address, which is the node's
 * own too, would win.
 */
public final class ForwardRoutes {
  private static final int TABLE_BASE = 100;
  private static final int LOCAL_PREFERENCE = 20;

  /** Behind the local table: a packet that has come through a front-end has its number too. */
  private static final int FRONT_END_BASE = 200;

  private ForwardRoutes() {}

  /**
   * Sets rules and routes of a family in the thread's namespace; what stands there already, from a
   * daemon before this one, may stay.
   */
  public static void apply(IpFamily family, San san, int self, List<FrontEnd> frontEnds) {
    boolean ipv6 = family == IpFamily.IPV6;
    try (Rtnetlink net = Rtnetlink.open()) {
      for (Peer peer : san.peers()) {
        if (peer.number() != self) {
          int table = TABLE_BASE + peer.number();
          String via = ipv6 ? peer.address6() : peer.address();
          replaceDefault(net, ipv6, Objects.requireNonNull(via), san.device(), table);
          Rule rule = new Rule(ipv6, peer.number(), peer.number(), Mark.FORWARD, table);
          tolerating(Errno.EEXIST, () -> net.addRule(rule));
        }
      }
      tolerating(
          Errno.EEXIST, () -> net.addRule(new Rule(ipv6, LOCAL_PREFERENCE, 0, 0, Route.LOCAL)));
      tolerating(Errno.ENOENT, () -> net.deleteRule(Rule.localFirst(ipv6)));
      for (FrontEnd frontEnd : frontEnds) {
        int table = FRONT_END_BASE + frontEnd.number();
        String via = ipv6 ? frontEnd.address6() : frontEnd.address();
        if (via == null) {
          continue; // no way back through that one
        }
        replaceDefault(net, ipv6, via, frontEnd.device(), table);
        Rule rule =
            new Rule(ipv6, table, Mark.ofFrontEnd(frontEnd.number()), Mark.FRONT_END, table);
        tolerating(Errno.EEXIST, () -> net.addRule(rule));
      }
    }
  }

  private static void replaceDefault(
      Rtnetlink net, boolean ipv6, String via, String device, int table) {
    NextHop hop = new NextHop(IpPrefix.address(via), device, 1);
    IpPrefix all = ipv6 ? IpPrefix.DEFAULT_V6 : IpPrefix.DEFAULT_V4;
    net.replaceRoute(new Route(all, List.of(hop), table));
  }

  private static void tolerating(int errno, Runnable change) {
    try {
      change.run();
    } catch (KernelException e) {
      if (e.errno() != errno) {
        throw e;
      }
    }
  }
}
