package dev.mignet.nodes.net;

import java.net.Inet6Address;
import java.net.InetAddress;

/** A version of the Internet Protocol. */
public enum IpFamily {
  IPV4,
  IPV6;

  /** That of an address. */
  public static IpFamily of(InetAddress address) {
    return address instanceof Inet6Address ? IPV6 : IPV4;
  }
}
