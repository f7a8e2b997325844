package dev.mignet.apache.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the blocks of a pcapng file that dumpcap writes: section header, interface descriptions,
 * enhanced packets (draft-ietf-opsawg-pcapng, sections 4.1 to 4.3). Others are skipped.
 */
public final class CaptureFile {

  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;

  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int LINK_TYPE_ETHERNET = 1;

  private static final int OPTION_END = 0;
  private static final int OPTION_NAME = 2;
  private static final int OPTION_RESOLUTION = 9;

  /** Type and length before the body, the length again behind it. */
  private static final int BLOCK_OVERHEAD = 12;

  private record Device(String name, long nanosPerUnit) {}

  private final ByteBuffer bytes;
  private final List<Device> devices = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();

  private CaptureFile(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * All frames, in the order of the file.
   *
   * @throws IOException where it is no complete pcapng file of Ethernet frames
   */
  public static List<Frame> read(Path file) throws IOException {
    return read(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString());
  }

  static List<Frame> read(ByteBuffer bytes, String name) throws IOException {
    CaptureFile capture = new CaptureFile(bytes);
    try {
      while (bytes.hasRemaining()) {
        capture.readBlock();
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(name + " is no complete pcapng file: " + e.getMessage(), e);
    }
    return capture.frames;
  }

  private void readBlock() {
    int start = bytes.position();
    if (bytes.getInt(start) == SECTION_HEADER) { // reads the same in both byte orders
      bytes.order(ByteOrder.BIG_ENDIAN);
      if (bytes.getInt(start + 8) != BYTE_ORDER_MAGIC) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
      }
      devices.clear();
    }
    int type = bytes.getInt(start);
    int length = bytes.getInt(start + 4);
    if (length < BLOCK_OVERHEAD || length > bytes.remaining()) {
      throw new IllegalArgumentException("a block of " + length + " bytes at " + start);
    }
    int body = start + 8;
    int end = start + length - 4;
    if (type == INTERFACE_DESCRIPTION) {
      readDevice(body, end);
    } else if (type == ENHANCED_PACKET) {
      readPacket(body);
    }
    bytes.position(start + length);
  }

  private void readDevice(int body, int end) {
    if (bytes.getShort(body) != LINK_TYPE_ETHERNET) {
      throw new IllegalArgumentException("link type " + bytes.getShort(body));
    }
    String name = "";
    long nanosPerUnit = 1000; // without an option: microseconds
    int at = body + 8;
    while (at + 4 <= end && bytes.getShort(at) != OPTION_END) {
      int length = bytes.getShort(at + 2) & 0xffff;
      if (bytes.getShort(at) == OPTION_NAME) {
        byte[] text = new byte[length];
        bytes.get(at + 4, text);
        name = new String(text, StandardCharsets.UTF_8);
      } else if (bytes.getShort(at) == OPTION_RESOLUTION) {
        nanosPerUnit = nanosPerUnit(bytes.get(at + 4));
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    devices.add(new Device(name, nanosPerUnit));
  }

  /** The resolution is 10 to the power of minus this; only 1 s to 1 ns are whole nanoseconds. */
  private static long nanosPerUnit(int exponent) {
    if (exponent < 0 || exponent > 9) {
      throw new IllegalArgumentException("time resolution " + exponent);
    }
    long nanos = 1_000_000_000;
    for (int i = 0; i < exponent; i++) {
      nanos /= 10;
    }
    return nanos;
  }

  private void readPacket(int body) {
    Device device = devices.get(bytes.getInt(body));
    long time = (long) bytes.getInt(body + 4) << 32 | bytes.getInt(body + 8) & 0xffffffffL;
    int captured = bytes.getInt(body + 12);
    ByteBuffer frame = bytes.slice(body + 20, captured).order(ByteOrder.BIG_ENDIAN);
    frames.add(new Frame(device.name(), time * device.nanosPerUnit(), frame));
  }
}
