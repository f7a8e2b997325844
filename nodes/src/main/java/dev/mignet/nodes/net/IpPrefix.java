package dev.mignet.nodes.net;

import dev.mignet.nodes.linux.LinuxConstants;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An address with the length of its network's prefix, such as {@code 10.9.2.11/24}. Host bits may
 * be set.
 *
 * @param address IPv4 or IPv6
 * @param length bits, 0 to 32 or 128
 */
public record IpPrefix(InetAddress address, int length) {
  private static final Pattern LITERAL =
      Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /** Every IPv4 destination, 0.0.0.0/0. */
  public static final IpPrefix DEFAULT_V4 = parse("0.0.0.0/0");

  /** Every IPv6 destination, ::/0. */
  public static final IpPrefix DEFAULT_V6 = parse("::/0");

  public IpPrefix {
    if (length < 0 || length > address.getAddress().length * 8) {
      throw new IllegalArgumentException("prefix length %d of %s".formatted(length, text(address)));
    }
  }

  /** A single host. */
  public static IpPrefix host(InetAddress address) {
    return new IpPrefix(address, address.getAddress().length * 8);
  }

  /**
   * Reads {@code ADDRESS/LENGTH}, or {@code ADDRESS} alone for a single host. Never asks the name
   * service.
   *
   * @throws IllegalArgumentException naming the text
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    int all = address.getAddress().length * 8;
    try {
      return new IpPrefix(address, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an address/length: " + text, e);
    }
  }

  /**
   * Reads an address in digits. Never asks the name service.
   *
   * @throws IllegalArgumentException naming the text
   */
  public static InetAddress address(String text) {
    if (!LITERAL.matcher(text).matches()) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + text, e);
    }
  }

  /** An address as people write it: IPv6 with its longest run of zeros left out (RFC 5952). */
  public static String text(InetAddress address) {
    if (IpFamily.of(address) == IpFamily.IPV4) {
      return address.getHostAddress();
    }
    String[] groups = address.getHostAddress().split(":");
    int from = 0;
    int length = 1; // a single zero is written
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - i > length) {
        from = i;
        length = end - i;
      }
    }
    return length == 1
        ? String.join(":", groups)
        : String.join(":", List.of(groups).subList(0, from))
            + "::"
            + String.join(":", List.of(groups).subList(from + length, groups.length));
  }

  /** Address and port as URLs write them: {@code 10.9.1.2:80}, {@code [fd00:9:1::2]:80}. */
  public static String authority(InetAddress address, int port) {
    String text = text(address);
    return (IpFamily.of(address) == IpFamily.IPV6 ? '[' + text + ']' : text) + ':' + port;
  }

  /** AF_INET or AF_INET6. */
  int family() {
    return family(address);
  }

  static int family(InetAddress address) {
    return address instanceof Inet4Address ? LinuxConstants.AF_INET : LinuxConstants.AF_INET6;
  }

  @Override
  public String toString() {
    return text(address) + "/" + length;
  }
}
