package dev.mignet.tcpmig.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Addresses of both families as 16 bytes in two longs: those of IPv4 as IPv4-mapped IPv6 addresses,
 * {@code ::ffff:10.9.1.2} (RFC 4291, section 2.5.5.2).
 */
public final class MappedAddress {
  /** The higher half of an IPv4 address. */
  public static final long HIGH = 0;

  private static final long PREFIX = 0xffffL << 32;

  private MappedAddress() {}

  /**
   * The lower half of an IPv4 address.
   *
   * @param ipv4 in host order
   */
  public static long low(int ipv4) {
    return PREFIX | ipv4 & 0xffff_ffffL;
  }

  /** Whether it is no IPv4 address; of one the lowest four bytes are the address. */
  static boolean isIpv6(long high, long low) {
    return high != HIGH || low >>> 32 != PREFIX >>> 32;
  }

  /** The address: an {@link java.net.Inet4Address} where it is of IPv4. */
  static InetAddress of(long high, long low) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for a wrong length
    }
  }
}
