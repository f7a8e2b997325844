package dev.mignet.topology.capture;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one pcapng stream of several, block by block as they come (draft-ietf-opsawg-pcapng,
 * section 4): the first section header, every interface with a number of its own, every packet and
 * statistic with its interface's new number. Other blocks are left out. Packets of different
 * sources may be out of order by as much as one source is behind another.
 *
 * <p>All sources are of this machine, so all have its byte order.
 */
final class PcapngMerger {

  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int INTERFACE_STATISTICS = 5;
  private static final int ENHANCED_PACKET = 6;

  /** Type and length before the body, the length again behind it. */
  private static final int OVERHEAD = 12;

  /** No packet of a network interface is longer by far. */
  private static final int MOST = 16 << 20;

  private final OutputStream out;
  private boolean begun;
  private int interfaces;

  PcapngMerger(OutputStream out) {
    this.out = out;
  }

  /**
   * Copies one source to its end; several threads may, each its own.
   *
   * @throws IOException where it is no pcapng, or one of the streams fails
   */
  void copy(InputStream source) throws IOException {
    DataInputStream in = new DataInputStream(source);
    List<Integer> numbers = new ArrayList<>();
    byte[] block = read(in);
    while (block.length > 0) {
      // What has been read already goes out before waiting for more.
      write(block, numbers, source.available() == 0);
      block = read(in);
    }
  }

  /** The next block; empty at the end, and for a block that ends too early. */
  private static byte[] read(DataInputStream in) throws IOException {
    try {
      byte[] head = new byte[8];
      in.readFully(head);
      int length = view(head).getInt(4);
      if (length < OVERHEAD || length > MOST) {
        throw new IOException("no pcapng: a block of " + length + " bytes");
      }
      byte[] block = Arrays.copyOf(head, length);
      in.readFully(block, head.length, length - head.length);
      return block;
    } catch (EOFException e) {
      return new byte[0]; // dumpcap was killed
    }
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private synchronized void write(byte[] bytes, List<Integer> numbers, boolean flush)
      throws IOException {
    ByteBuffer block = view(bytes);
    switch (block.getInt(0)) {
      case SECTION_HEADER -> {
        if (block.getInt(8) != BYTE_ORDER_MAGIC) {
          throw new IOException("no pcapng of this machine's byte order");
        }
        if (!begun) {
          block.putLong(16, -1); // length of the section: not told
          out.write(bytes);
          begun = true;
        }
      }
      case INTERFACE_DESCRIPTION -> {
        numbers.add(interfaces++);
        out.write(bytes);
      }
      case INTERFACE_STATISTICS, ENHANCED_PACKET -> {
        int number = block.getInt(8);
        if (number < 0 || number >= numbers.size()) {
          throw new IOException("no pcapng: interface " + number);
        }
        block.putInt(8, numbers.get(number));
        out.write(bytes);
      }
      default -> {} // such as name resolution: of no use to another section
    }
    if (flush) {
      out.flush();
    }
  }
}
