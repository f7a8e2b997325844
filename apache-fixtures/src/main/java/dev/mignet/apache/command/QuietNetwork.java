package dev.mignet.apache.command;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes a lab's network so quiet that each segment that is sent twice, or out of order, tells of a
 * fault of migration and not of a busy machine.
 *
 * <ul>
 *   <li>Links keep the order of packets, as a wire does. What a veth device receives waits at the
 *       CPU on which it was sent, so that two segments that were sent on two CPUs may change
 *       places; receive packet steering to one CPU prevents that.
 *   <li>No tail loss probes (RFC 8985, section 7): between nodes that are 20 us apart they come
 *       whenever a node has to wait for a CPU.
 *   <li>No retransmission time-out below two seconds, for the same reason, by whatever route.
 * </ul>
 */
public final class QuietNetwork {
  /** Devices of nodes are eth0, eth1 and san0, of switches port1...; the script is constant. */
  private static final String SCRIPT =
      """
      set -e
      mount -t sysfs sysfs /sys
      for steering in /sys/class/net/[esp]*/queues/rx-0/rps_cpus; do echo 1 >$steering; done
      echo 0 >/proc/sys/net/ipv4/tcp_early_retrans
      ip -oneline -4 route show table all type unicast | tr -d '\\\\' | sed 's/ *nexthop/ rto_min 2s nexthop/; t; s/$/ rto_min 2s/' |
        while read -r route; do ip route change $route; done
      ip -oneline -6 route show table all type unicast | grep -v -e ^fe80 -e nexthop |
        while read -r route; do ip -6 route change $route rto_min 2s; done
      """;

  private QuietNetwork() {}

  /** Makes that of a lab which is up so quiet, until it goes down. */
  public static void of(String lab) throws IOException, InterruptedException {
    for (String namespace : NamespaceFiles.list("mignet-" + lab + ".")) {
      String net = "--net=" + NetworkNamespace.path(namespace);
      // A mount namespace of its own, for a /sys that shows this network namespace.
      Process process =
          new ProcessBuilder("nsenter", net, "unshare", "--mount", "sh", "-c", SCRIPT)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("cannot quieten " + namespace + ": " + said);
      }
    }
  }
}
