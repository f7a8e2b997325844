package dev.mignet.nodes.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the Java heap with a fixed address, zeroed, in native byte order. Freed when it
 * becomes unreachable: keep a reference to it for as long as the kernel or a structure holds its
 * address.
 */
public final class NativeBuffer {
  private final ByteBuffer bytes;
  private final long address;

  /**
   * @param size bytes, at least 1
   */
  public NativeBuffer(int size) {
    this.bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    this.address = Jffi.MEMORY.getDirectBufferAddress(bytes);
  }

  /** The one view of the memory (not a duplicate): its position and limit are the caller's. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Address of byte 0. */
  public long address() {
    return address;
  }

  /** Address of the byte at {@code offset}. */
  public long address(int offset) {
    return address + offset;
  }

  /** Bytes. */
  public int size() {
    return bytes.capacity();
  }
}
