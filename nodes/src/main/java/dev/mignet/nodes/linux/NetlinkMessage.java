package dev.mignet.nodes.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages into a buffer, one after the other (linux/netlink.h). Pure and reusable;
 * allocates nothing but for strings.
 *
 * <pre>
 *   0               2               4               6               8
 *   +-------------------------------+---------------+---------------+
 *   |  nlmsg_len (header included)  |  nlmsg_type   |  nlmsg_flags  |
 *   +-------------------------------+---------------+---------------+
 *   |           nlmsg_seq           |           nlmsg_pid           |
 *   +---------------+---------------+-------------------------------+
 *   |   nla_len     |   nla_type    |  value, padded to 4 bytes ... |
 * </pre>
 *
 * <p>Integers are in native byte order unless the method's name says {@code be}.
 */
public final class NetlinkMessage {
  /** Bytes of struct nlmsghdr. */
  public static final int HEADER_SIZE = 16;

  /**
   * Or-ed to the type of a nested attribute where the kernel's family wants it (nfnetlink, newer
   * rtnetlink).
   */
  public static final int NESTED = 0x8000;

  private static final int ATTRIBUTE_HEADER = 4;

  private final ByteBuffer bytes;
  private int start;

  /**
   * @param bytes written from its position on; its order becomes the native one
   */
  public NetlinkMessage(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.nativeOrder());
    this.start = bytes.position();
  }

  /**
   * Starts a message at the buffer's position; sequence number and port are 0.
   *
   * @param type nlmsg_type
   * @param flags nlmsg_flags, NLM_F_*
   */
  public NetlinkMessage begin(int type, int flags) {
    start = bytes.position();
    bytes.putInt(0).putShort((short) type).putShort((short) flags).putLong(0);
    return this;
  }

  /** Sets nlmsg_seq of the message under construction. */
  public NetlinkMessage sequence(int number) {
    bytes.putInt(start + 8, number);
    return this;
  }

  /** Completes the message; returns its length in bytes, padding included. */
  public int end() {
    pad();
    int length = bytes.position() - start;
    bytes.putInt(start, length);
    return length;
  }

  /** Appends a bare byte (of a family's header, or of a structure inside an attribute). */
  public NetlinkMessage u8(int value) {
    bytes.put((byte) value);
    return this;
  }

  public NetlinkMessage u16(int value) {
    bytes.putShort((short) value);
    return this;
  }

  public NetlinkMessage u32(int value) {
    bytes.putInt(value);
    return this;
  }

  public NetlinkMessage be16(int value) {
    bytes.putShort(native16((short) value));
    return this;
  }

  public NetlinkMessage be32(int value) {
    bytes.putInt(native32(value));
    return this;
  }

  public NetlinkMessage bytes(byte[] value) {
    bytes.put(value);
    return this;
  }

  /**
   * Appends an IP address, big endian.
   *
   * @param high the upper half of an IPv6 address
   * @param low its lower half, or an IPv4 address in the lower half of that
   */
  public NetlinkMessage address(boolean ipv6, long high, long low) {
    if (ipv6) {
      be32((int) (high >>> 32)).be32((int) high).be32((int) (low >>> 32));
    }
    return be32((int) low);
  }

  public NetlinkMessage attributeU8(int type, int value) {
    return attribute(type, 1).u8(value).pad();
  }

  public NetlinkMessage attributeU16(int type, int value) {
    return attribute(type, 2).u16(value).pad();
  }

  public NetlinkMessage attributeU32(int type, int value) {
    return attribute(type, 4).u32(value);
  }

  public NetlinkMessage attributeU64(int type, long value) {
    attribute(type, 8).bytes.putLong(value);
    return this;
  }

  public NetlinkMessage attributeBe16(int type, int value) {
    return attribute(type, 2).be16(value).pad();
  }

  public NetlinkMessage attributeBe32(int type, int value) {
    return attribute(type, 4).be32(value);
  }

  public NetlinkMessage attributeBytes(int type, byte[] value) {
    return attribute(type, value.length).bytes(value).pad();
  }

  /** A string in UTF-8 with the terminating NUL, as NLA_NUL_STRING wants it. */
  public NetlinkMessage attributeString(int type, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return attribute(type, text.length + 1).bytes(text).u8(0).pad();
  }

  /**
   * Opens an attribute whose value is what is written until {@link #endNest}: other attributes, or
   * a structure of bare integers.
   *
   * @param type nla_type, with {@link #NESTED} where the family wants it
   * @return a token for {@link #endNest}
   */
  public int beginNest(int type) {
    int at = bytes.position();
    attribute(type, 0);
    return at;
  }

  /** Closes the attribute that {@link #beginNest} opened. */
  public NetlinkMessage endNest(int token) {
    bytes.putShort(token, (short) (bytes.position() - token));
    return pad();
  }

  private NetlinkMessage attribute(int type, int length) {
    bytes.putShort((short) (ATTRIBUTE_HEADER + length)).putShort((short) type);
    return this;
  }

  private NetlinkMessage pad() {
    while ((bytes.position() - start & 3) != 0) {
      bytes.put((byte) 0);
    }
    return this;
  }

  private static short native16(short value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
  }

  private static int native32(int value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
  }
}
