package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NextHop;
import dev.mignet.nodes.net.Route;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.nodes.net.Rule;
import dev.mignet.tcpmig.settings.FrontEnd;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.San;
import java.util.List;

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
   * Sets rules and routes in the thread's namespace; what stands there already, from a daemon
   * before this one, may stay.
   */
  public static void apply(San san, int self, List<FrontEnd> frontEnds) {
    try (Rtnetlink net = Rtnetlink.open()) {
      for (Peer peer : san.peers()) {
        if (peer.number() != self) {
          int table = TABLE_BASE + peer.number();
          replaceDefault(net, peer.address(), san.device(), table);
          tolerating(
              Errno.EEXIST,
              () ->
                  net.addRule(new Rule(false, peer.number(), peer.number(), Mark.FORWARD, table)));
        }
      }
      tolerating(
          Errno.EEXIST, () -> net.addRule(new Rule(false, LOCAL_PREFERENCE, 0, 0, Route.LOCAL)));
      tolerating(Errno.ENOENT, () -> net.deleteRule(Rule.LOCAL_FIRST));
      for (FrontEnd frontEnd : frontEnds) {
        int table = FRONT_END_BASE + frontEnd.number();
        replaceDefault(net, frontEnd.address(), frontEnd.device(), table);
        Rule rule =
            new Rule(false, table, Mark.ofFrontEnd(frontEnd.number()), Mark.FRONT_END, table);
        tolerating(Errno.EEXIST, () -> net.addRule(rule));
      }
    }
  }

  private static void replaceDefault(Rtnetlink net, String via, String device, int table) {
    NextHop hop = new NextHop(IpPrefix.address(via), device, 1);
    net.replaceRoute(new Route(IpPrefix.DEFAULT_V4, List.of(hop), table));
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
