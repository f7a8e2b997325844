package dev.mignet.nodes.net;

import dev.mignet.nodes.linux.LinuxConstants;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

  public IpPrefix {
    if (length < 0 || length > address.getAddress().length * 8) {
      throw new IllegalArgumentException(
          "prefix length %d of %s".formatted(length, address.getHostAddress()));
    }
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

  /** AF_INET or AF_INET6. */
  int family() {
    return family(address);
  }

  static int family(InetAddress address) {
    return address instanceof Inet4Address ? LinuxConstants.AF_INET : LinuxConstants.AF_INET6;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
