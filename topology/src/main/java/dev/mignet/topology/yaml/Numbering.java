package dev.mignet.topology.yaml;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.topology.model.Cidr;
import java.net.InetAddress;

/** How subnets and hosts are numbered that the file does not number itself. */
enum Numbering {
  /** Subnets 10.9.1.0/24, 10.9.2.0/24 and so on; the last address of a subnet is no host's. */
  IPV4(IpFamily.IPV4) {
    @Override
    Cidr candidate(int number) {
      int bits = (9 << 16) + (number << 8);
      return new Cidr(new Cidr(AddressText.literal("10.0.0.0"), 8).host(bits), 24);
    }

    @Override
    int hosts(Cidr subnet) {
      return (1 << (32 - subnet.prefix())) - 2;
    }
  },

  /** Subnets fd00:9:1::/64, fd00:9:2::/64 and so on (RFC 4193). */
  IPV6(IpFamily.IPV6) {
    @Override
    Cidr candidate(int number) {
      return new Cidr(AddressText.literal(String.format("fd00:9:%x::", number)), 64);
    }

    @Override
    int hosts(Cidr subnet) {
      int bits = 128 - subnet.prefix();
      return bits > 30 ? 1 << 30 : (1 << bits) - 1;
    }
  };

  private final IpFamily family;

  Numbering(IpFamily family) {
    this.family = family;
  }

  IpFamily family() {
    return family;
  }

  /** The subnet of that number, from 1. */
  abstract Cidr candidate(int number);

  /** How many hosts a subnet has addresses for; theirs begin with 1. */
  abstract int hosts(Cidr subnet);

  /** Whether a host can have this address of the subnet. */
  boolean isHost(Cidr subnet, InetAddress address) {
    boolean last = family == IpFamily.IPV4 && address.equals(subnet.host(hosts(subnet) + 1));
    return !last && !address.equals(subnet.host(0));
  }
}
