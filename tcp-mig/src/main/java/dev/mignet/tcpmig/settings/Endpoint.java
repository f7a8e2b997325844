package dev.mignet.tcpmig.settings;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;

/**
 * A generic endpoint that every back-end owns (the paper, section 3).
 *
 * @param name its name in the topology
 * @param address the virtual address, IPv4 or IPv6 in digits
 * @param port the TCP port, 1..65535
 */
public record Endpoint(String name, String address, int port) {
  /** The family of its connections. */
  public IpFamily family() {
    return IpFamily.of(IpPrefix.address(address));
  }
}
