package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.netfilter.AddressPortSet;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The clients' ends of connections whose sockets are here and silent, because they are about to
 * leave, in sets that netfilter's rules can ask. The mark of such a connection goes with its
 * conntrack entry when the client resets it, but its socket may still be there when a new SYN comes
 * with the same addresses, and would answer that.
 */
public final class SilentSockets implements AutoCloseable {
  private final Map<IpFamily, AddressPortSet> sets = new EnumMap<>(IpFamily.class);

  /** Makes the sets in the thread's namespace; none where the kernel has no sets. */
  public SilentSockets(Set<IpFamily> families) {
    for (IpFamily family : families) {
      try {
        sets.put(family, new AddressPortSet(name(family), family));
      } catch (KernelException e) {
        System.err.println(
            "migration daemon: every SYN that meets a socket waits, for " + e.getMessage());
      }
    }
  }

  /** Whether rules can ask. */
  public boolean known(IpFamily family) {
    return sets.containsKey(family);
  }

  /** How a rule asks whether a client's packet has the addresses of such a connection. */
  static String match(IpFamily family) {
    return AddressPortSet.matchSource(name(family));
  }

  private static String name(IpFamily family) {
    return switch (family) {
      case IPV4 -> "mignet-silent-4";
      case IPV6 -> "mignet-silent-6";
    };
  }

  /** Notes a connection whose socket is going to be silenced. */
  public void begin(Connection connection) {
    if (isSilent(connection) && !connection.silent()) {
      connection.setSilent(true);
      change(connection.key(), true);
    }
  }

  /** Forgets a connection whose socket is silent no more, or gone. */
  public void end(Connection connection) {
    if (connection.silent() && !isSilent(connection)) {
      connection.setSilent(false);
      change(connection.key(), false);
    }
  }

  /** Hears what the kernel could not carry out. */
  public void check() {
    sets.values().forEach(AddressPortSet::check);
  }

  private void change(FlowKey flow, boolean add) {
    AddressPortSet set = sets.get(flow.ipv6() ? IpFamily.IPV6 : IpFamily.IPV4);
    if (set == null) {
      return;
    }
    if (add) {
      set.add(flow.clientHigh(), flow.clientLow(), flow.clientPort());
    } else {
      set.remove(flow.clientHigh(), flow.clientLow(), flow.clientPort());
    }
  }

  private static boolean isSilent(Connection connection) {
    return switch (connection.state()) {
      case CHECKING, WAIT, SHIPPING -> true;
      case LOCAL, DRAINING, FORWARD, RELAY, IMPORTING -> false;
    };
  }

  @Override
  public void close() {
    sets.values().forEach(AddressPortSet::close);
  }
}
