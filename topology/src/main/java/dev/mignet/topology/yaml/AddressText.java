package dev.mignet.topology.yaml;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.topology.model.Cidr;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses as the file writes them; never asks a name server. */
final class AddressText {

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*");

  private AddressText() {}

  /** An address that a host can have; reports anything else. */
  static Optional<InetAddress> address(YamlValue value) {
    Optional<String> text = value.text();
    Optional<InetAddress> address = text.flatMap(AddressText::parse).filter(AddressText::isUnicast);
    if (text.isPresent() && address.isEmpty()) {
      value.problem("not an IP address of a host: \"" + text.get() + '"');
    }
    return address;
  }

  /** An address with its prefix length, such as {@code 10.9.2.11/24}; reports anything else. */
  static Optional<Cidr> withPrefix(YamlValue value) {
    boolean six = value.isText() && value.text().orElse("").indexOf(':') >= 0;
    return withPrefix(value, six ? IpFamily.IPV6 : IpFamily.IPV4);
  }

  /** The same of one family; reports one of the other. */
  static Optional<Cidr> withPrefix(YamlValue value, IpFamily family) {
    Optional<String> text = value.text();
    Optional<Cidr> cidr =
        text.flatMap(AddressText::cidr)
            .filter(c -> isUnicast(c.address()) && IpFamily.of(c.address()) == family);
    if (text.isPresent() && cidr.isEmpty()) {
      String example =
          switch (family) {
            case IPV4 -> "IPv4 address with a prefix length, such as 10.9.2.11/24";
            case IPV6 -> "IPv6 address with a prefix length, such as fd00:9:2::11/64";
          };
      value.problem("not an " + example + ": \"" + text.get() + '"');
    }
    return cidr;
  }

  private static Optional<Cidr> cidr(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = slash < 0 ? Optional.empty() : parse(text.substring(0, slash));
    String prefix = text.substring(slash + 1);
    return address
        .filter(
            one ->
                prefix.matches(
                    one instanceof Inet4Address
                        ? "[89]|[12][0-9]|30"
                        : "1[6-9]|[2-9][0-9]|1[01][0-9]|12[0-6]"))
        .map(one -> new Cidr(one, Integer.parseInt(prefix)));
  }

  private static Optional<InetAddress> parse(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // What has a colon is never looked up, even where it is no address.
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** An address of Mignet's own. */
  static InetAddress literal(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static boolean isUnicast(InetAddress address) {
    if (address instanceof Inet6Address) {
      return !address.isMulticastAddress()
          && !address.isLoopbackAddress()
          && !address.isLinkLocalAddress()
          && !address.isAnyLocalAddress();
    }
    int first = address.getAddress()[0] & 0xff;
    return first != 0 && first < 224 && !address.isLoopbackAddress();
  }
}
