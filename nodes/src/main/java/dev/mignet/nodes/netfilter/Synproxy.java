package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import java.net.InetAddress;

/**
 * What has conntrack translate timestamps: the kernel does so in namespaces in which any rule with
 * the target SYNPROXY is loaded (nf_synproxy_core.c), for that family.
 */
public final class Synproxy {
  private Synproxy() {}

  /** Such a rule that matches nothing, for the table mangle of iptables-restore. */
  public static String rule(IpFamily family) {
    return "-A INPUT -p tcp -d "
        + IpPrefix.text(nobody(family))
        + " --dport 1 -m conntrack --ctstate INVALID -j SYNPROXY";
  }

  /** An address that is for documentation (RFC 5737, RFC 3849). */
  public static InetAddress nobody(IpFamily family) {
    return IpPrefix.address(
        switch (family) {
          case IPV4 -> "192.0.2.1";
          case IPV6 -> "2001:db8::1";
        });
  }
}
