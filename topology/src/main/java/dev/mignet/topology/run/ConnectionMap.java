package dev.mignet.topology.run;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.NextHop;
import dev.mignet.nodes.net.Route;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.nodes.net.Rule;
import dev.mignet.nodes.netfilter.Iptables;
import dev.mignet.nodes.netfilter.SegmentPrograms;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.topology.plan.MappedServer;
import dev.mignet.topology.plan.Route.Hop;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A front-end's table of connections and their servers (the paper, section 4), in its kernel: the
 * connmark is the server's number, 0 for a connection that is not known yet. It follows what the
 * servers send, and is told nothing else.
 */
final class ConnectionMap {
  /** Bits of the mark; tables and rules of routing are numbered by it. */
  private static final int MASK = 0xfff;

  private static final int BASE = 1000;

  /** What says that something is there already, or not any more. */
  private static final Set<Integer> HARMLESS = Set.of(Errno.EEXIST, Errno.ENOENT, Errno.ESRCH);

  private ConnectionMap() {}

  /** Sets it up in a namespace, in place of all that stands in its mangle tables. */
  static void apply(NetworkNamespace namespace, List<MappedServer> servers)
      throws IOException, InterruptedException {
    Rtnetlink network = namespace.rtnetlink();
    for (MappedServer server : servers) {
      for (IpFamily family : server.hops().keySet()) {
        routes(server, family).forEach(network::replaceRoute);
        tolerating(() -> network.addRule(rule(server, family)));
      }
    }
    for (IpFamily family : families(servers)) {
      Iptables.restore(family, namespace.path(), rules(family, servers));
    }
  }

  /** Takes it away; what was marked is sent by hash then. */
  static void remove(NetworkNamespace namespace, List<MappedServer> servers)
      throws IOException, InterruptedException {
    for (IpFamily family : families(servers)) {
      Iptables.restore(family, namespace.path(), "*mangle\nCOMMIT\n");
    }
    Rtnetlink network = namespace.rtnetlink();
    for (MappedServer server : servers) {
      for (IpFamily family : server.hops().keySet()) {
        tolerating(() -> network.deleteRule(rule(server, family)));
        routes(server, family).forEach(route -> tolerating(() -> network.deleteRoute(route)));
      }
    }
  }

  private static Set<IpFamily> families(List<MappedServer> servers) {
    return servers.stream()
        .flatMap(server -> server.hops().keySet().stream())
        .collect(Collectors.toSet());
  }

  private static Rule rule(MappedServer server, IpFamily family) {
    int table = BASE + server.number();
    return new Rule(family == IpFamily.IPV6, table, server.number(), MASK, table);
  }

  private static List<Route> routes(MappedServer server, IpFamily family) {
    Hop way = Objects.requireNonNull(server.hops().get(family));
    NextHop hop = new NextHop(way.via(), way.interfaceName(), 1);
    return server.endpoints().stream()
        .filter(endpoint -> endpoint.family() == family)
        .map(Endpoint::address)
        .distinct()
        .map(IpPrefix::address)
        .map(address -> new Route(IpPrefix.host(address), List.of(hop), BASE + server.number()))
        .toList();
  }

  /** The rules in iptables-restore's format. */
  static String rules(IpFamily family, List<MappedServer> servers) {
    StringBuilder rules = new StringBuilder("*mangle\n:PREROUTING ACCEPT\n:MIGNET-SERVERS -\n");
    for (MappedServer server : servers) {
      rules.append(":MIGNET-").append(server.number()).append(" -\n");
    }
    Set<Endpoint> endpoints =
        servers.stream()
            .flatMap(server -> server.endpoints().stream())
            .filter(endpoint -> endpoint.family() == family)
            .collect(Collectors.toSet());
    for (Endpoint endpoint : endpoints) {
      rule(
          rules,
          "PREROUTING -p tcp -d %s --dport %d -j CONNMARK --restore-mark --nfmask %#x --ctmask %#x",
          endpoint.address(),
          endpoint.port(),
          MASK,
          MASK);
      rule(
          rules,
          "PREROUTING -p tcp -s %s --sport %d -j MIGNET-SERVERS",
          endpoint.address(),
          endpoint.port());
    }
    // What a server still sends of a connection that its client has reset would take the next one
    // of these addresses to itself, in the middle of the handshake with another server.
    rule(rules, "MIGNET-SERVERS -m conntrack --ctdir REPLY ! --ctstatus ASSURED -j RETURN");
    for (MappedServer server : servers) {
      Hop hop = server.hops().get(family);
      if (hop != null) {
        server(rules, server, hop, SegmentPrograms.hasData(family));
      }
    }
    return rules.append("COMMIT\n").toString();
  }

  /**
   * Only what comes from a back-end itself counts. Whatever it sends registers a connection that is
   * not known; one that is known follows its data: a server that only acknowledges may be in the
   * middle of what the client sends, and the rest of that must not overtake what goes another way.
   */
  private static void server(StringBuilder rules, MappedServer server, Hop hop, String hasData) {
    int number = server.number();
    String set = "-j CONNMARK --set-xmark %#x/%#x".formatted(number, MASK);
    rule(
        rules,
        "MIGNET-SERVERS -i %s -m mac --mac-source %s -g MIGNET-%d",
        hop.interfaceName(),
        server.mac(),
        number);
    rule(rules, "MIGNET-%d -m connmark --mark %#x/%#x -j RETURN", number, number, MASK);
    rule(rules, "MIGNET-%d -m connmark --mark 0/%#x %s", number, MASK, set);
    rule(rules, "MIGNET-%d -m bpf --bytecode \"%s\" %s", number, hasData, set);
  }

  private static void rule(StringBuilder rules, String format, Object... values) {
    rules.append("-A ").append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static void tolerating(Runnable change) {
    try {
      change.run();
    } catch (KernelException e) {
      if (!HARMLESS.contains(e.errno())) {
        throw e;
      }
    }
  }
}
