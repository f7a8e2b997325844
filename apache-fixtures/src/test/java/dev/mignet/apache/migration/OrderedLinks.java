package dev.mignet.apache.migration;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes a lab's links keep the order of packets, as a wire does. What a veth device receives waits
 * at the CPU on which it was sent, so that two segments that were sent on two CPUs may change
 * places, with migration or without. Receive packet steering to one CPU is in their way.
 */
final class OrderedLinks {
  /** The devices of nodes (eth0, san0) and switches (port1); the script is constant. */
  private static final String STEER =
      "mount -t sysfs sysfs /sys && "
          + "for q in /sys/class/net/[esp]*/queues/rx-0/rps_cpus; do echo 1 > $q; done";

  private OrderedLinks() {}

  static void of(String lab) throws IOException, InterruptedException {
    for (String namespace : NamespaceFiles.list("mignet-" + lab + ".")) {
      String net = "--net=" + NetworkNamespace.path(namespace);
      // A mount namespace of its own, for a /sys that shows this network namespace.
      Process process =
          new ProcessBuilder("nsenter", net, "unshare", "--mount", "sh", "-c", STEER)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("cannot steer packets in " + namespace + ": " + said);
      }
    }
  }
}
