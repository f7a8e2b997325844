package dev.mignet.topology.model;

import dev.mignet.nodes.net.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address with a prefix length: an interface's address in its subnet, or the subnet itself.
 *
 * @param address of the interface, or the lowest of the subnet
 * @param prefix leading bits that name the subnet, 0..32 for IPv4, 0..128 for IPv6
 */
public record Cidr(InetAddress address, int prefix) {

  /** Refuses a prefix longer than the address. */
  public Cidr {
    if (prefix < 0 || prefix > address.getAddress().length * 8) {
      throw new IllegalArgumentException("prefix length " + prefix);
    }
  }

  /** One address alone. */
  public static Cidr ofHost(InetAddress address) {
    return new Cidr(address, address.getAddress().length * 8);
  }

  /** The subnet: every bit behind the prefix cleared. */
  public Cidr network() {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return new Cidr(fromBytes(bytes), prefix);
  }

  /** Whether {@code other} lies in this subnet. */
  public boolean contains(InetAddress other) {
    return other.getAddress().length == address.getAddress().length
        && new Cidr(other, prefix).network().address.equals(network().address);
  }

  /** Whether the two subnets share an address. */
  public boolean overlaps(Cidr other) {
    return prefix <= other.prefix ? contains(other.address) : other.contains(address);
  }

  /** Whether this is the subnet itself and not an address in it. */
  public boolean isNetwork() {
    return address.equals(network().address);
  }

  /** The {@code index}-th address of the subnet, 0 being the subnet's own. */
  public InetAddress host(int index) {
    byte[] bytes = network().address.getAddress();
    int carry = index;
    for (int i = bytes.length - 1; i >= 0 && carry > 0; i--) {
      carry += bytes[i] & 0xff;
      bytes[i] = (byte) carry;
      carry >>>= 8;
    }
    return fromBytes(bytes);
  }

  /** The opposite of {@link #host}: the place of an address in the subnet. */
  public int indexOf(InetAddress host) {
    byte[] own = network().address.getAddress();
    byte[] other = host.getAddress();
    int index = 0;
    for (int i = 0; i < own.length; i++) {
      index = index << 8 | (own[i] ^ other[i]) & 0xff;
    }
    return index;
  }

  private static InetAddress fromBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for a wrong length, and this one is an address's own
    }
  }

  @Override
  public String toString() {
    return IpPrefix.text(address) + '/' + prefix;
  }
}
