package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses as the file writes them; never asks a name server. */
final class AddressText {

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

  private AddressText() {}

  /** An IPv4 address that a host can have; reports anything else. */
  static Optional<InetAddress> address(YamlValue value) {
    Optional<String> text = value.text();
    Optional<InetAddress> address = text.flatMap(AddressText::ipv4).filter(AddressText::isUnicast);
    if (text.isPresent() && address.isEmpty()) {
      value.problem("not an IPv4 address of a host: \"" + text.get() + '"');
    }
    return address;
  }

  /** An address with its prefix length, such as {@code 10.9.2.11/24}; reports anything else. */
  static Optional<Cidr> withPrefix(YamlValue value) {
    Optional<String> text = value.text();
    Optional<Cidr> cidr = text.flatMap(AddressText::cidr).filter(c -> isUnicast(c.address()));
    if (text.isPresent() && cidr.isEmpty()) {
      value.problem(
          "not an IPv4 address with a prefix length, such as 10.9.2.11/24: \"" + text.get() + '"');
    }
    return cidr;
  }

  private static Optional<Cidr> cidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[89]|[12][0-9]|30")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return ipv4(text.substring(0, slash)).map(address -> new Cidr(address, prefix));
  }

  private static Optional<InetAddress> ipv4(String text) {
    if (!IPV4.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // a literal address is not looked up
    }
  }

  private static boolean isUnicast(InetAddress address) {
    int first = address.getAddress()[0] & 0xff;
    return first != 0 && first < 224 && !address.isLoopbackAddress();
  }
}
