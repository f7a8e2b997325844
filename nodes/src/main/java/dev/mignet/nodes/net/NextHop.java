package dev.mignet.nodes.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One way onwards.
 *
 * @param via the router, or null where the destination is on the link itself
 * @param device the interface to leave by; null lets the kernel find it from {@code via}
 * @param weight share among several, 1 to 256
 */
public record NextHop(@Nullable InetAddress via, @Nullable String device, int weight) {
  public NextHop {
    if (via == null && device == null) {
      throw new IllegalArgumentException("a next hop needs a router or a device");
    }
    if (weight < 1 || weight > 256) {
      throw new IllegalArgumentException("weight %d is not 1 to 256".formatted(weight));
    }
  }

  public static NextHop via(InetAddress router) {
    return new NextHop(router, null, 1);
  }

  public static NextHop onLink(String device) {
    return new NextHop(null, device, 1);
  }
}
