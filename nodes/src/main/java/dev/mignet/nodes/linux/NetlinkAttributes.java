package dev.mignet.nodes.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a run of netlink attributes: a flyweight that walks over a buffer in native byte order and
 * copies nothing.
 *
 * <pre>{@code
 * attributes.wrap(buffer, offset, length);
 * while (attributes.next()) {
 *   switch (attributes.type()) { ... attributes.u32() ... }
 * }
 * }</pre>
 *
 * <p>The walk ends at the first attribute that does not fit into the run, so malformed input is
 * never read beyond it.
 */
public final class NetlinkAttributes {
  private static final int HEADER_SIZE = 4;
  private static final int TYPE_MASK = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer bytes = NOTHING;
  private int begin;
  private int end;
  private int next;
  private int value;
  private int length;
  private int type;

  /**
   * Starts over on {@code length} bytes from {@code offset} of {@code buffer} (which must be in
   * native order).
   */
  public NetlinkAttributes wrap(ByteBuffer buffer, int offset, int length) {
    this.bytes = buffer;
    this.begin = offset;
    this.end = Math.min(offset + Math.max(length, 0), buffer.limit());
    return rewind();
  }

  /** Starts over at the first attribute of the run. */
  public NetlinkAttributes rewind() {
    next = begin;
    type = 0;
    length = 0;
    return this;
  }

  /** Moves to the next attribute; false at the end. */
  public boolean next() {
    if (end - next < HEADER_SIZE) {
      return false;
    }
    int total = bytes.getShort(next) & 0xffff;
    if (total < HEADER_SIZE || total > end - next) {
      return false;
    }
    type = bytes.getShort(next + 2) & TYPE_MASK;
    value = next + HEADER_SIZE;
    length = total - HEADER_SIZE;
    next += total + 3 & ~3;
    return true;
  }

  /**
   * Moves to the first attribute of this type in the run; false (and at the end) where there is
   * none.
   */
  public boolean find(int wanted) {
    rewind();
    while (next()) {
      if (type == wanted) {
        return true;
      }
    }
    return false;
  }

  /** nla_type without its flag bits. */
  public int type() {
    return type;
  }

  /** Bytes of the value. */
  public int length() {
    return length;
  }

  /** Where the value begins in the buffer. */
  public int offset() {
    return value;
  }

  public int u8() {
    return bytes.get(at(1)) & 0xff;
  }

  public int u16() {
    return bytes.getShort(at(2)) & 0xffff;
  }

  public int u32() {
    return bytes.getInt(at(4));
  }

  public long u64() {
    return bytes.getLong(at(8));
  }

  public int be16() {
    short raw = bytes.getShort(at(2));
    return (bytes.order() == ByteOrder.BIG_ENDIAN ? raw : Short.reverseBytes(raw)) & 0xffff;
  }

  public int be32() {
    int raw = bytes.getInt(at(4));
    return bytes.order() == ByteOrder.BIG_ENDIAN ? raw : Integer.reverseBytes(raw);
  }

  public long be64() {
    long raw = bytes.getLong(at(8));
    return bytes.order() == ByteOrder.BIG_ENDIAN ? raw : Long.reverseBytes(raw);
  }

  /** The value as text in UTF-8, up to the first NUL. */
  public String string() {
    byte[] text = byteArray();
    int size = 0;
    while (size < text.length && text[size] != 0) {
      size++;
    }
    return new String(text, 0, size, StandardCharsets.UTF_8);
  }

  /** A copy of the value. */
  public byte[] byteArray() {
    byte[] copy = new byte[length];
    bytes.get(value, copy);
    return copy;
  }

  /** Points {@code inner} at the attributes nested in this one. */
  public NetlinkAttributes nested(NetlinkAttributes inner) {
    return inner.wrap(bytes, value, length);
  }

  private int at(int size) {
    if (length < size) {
      throw new IllegalStateException(
          "netlink attribute %d has %d bytes, not %d".formatted(type, length, size));
    }
    return value;
  }
}
