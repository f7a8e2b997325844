package dev.mignet.nodes.net;

import java.util.HexFormat;

/**
 * An Ethernet address.
 *
 * @param value the 48 bits, first byte on the wire highest
 */
public record MacAddress(long value) {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  public MacAddress {
    if (value >>> 48 != 0) {
      throw new IllegalArgumentException("not 48 bits: " + Long.toHexString(value));
    }
  }

  /** Reads {@code 02:00:00:00:00:01}. */
  public static MacAddress parse(String text) {
    byte[] bytes = COLONS.parseHex(text);
    if (bytes.length != 6) {
      throw new IllegalArgumentException("not a MAC address: " + text);
    }
    return of(bytes);
  }

  static MacAddress of(byte[] bytes) {
    long value = 0;
    for (byte b : bytes) {
      value = (value << 8) | (b & 0xff);
    }
    return new MacAddress(value);
  }

  /** The 6 bytes as on the wire. */
  public byte[] bytes() {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (value >>> (40 - 8 * i));
    }
    return bytes;
  }

  @Override
  public String toString() {
    return COLONS.formatHex(bytes());
  }
}
