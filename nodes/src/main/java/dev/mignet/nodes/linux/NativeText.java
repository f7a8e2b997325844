package dev.mignet.nodes.linux;

import java.nio.charset.StandardCharsets;

/** A text as C has it, ended by a zero byte, at a fixed address until it is closed. */
final class NativeText implements AutoCloseable {
  private final long address;

  NativeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    this.address = Jffi.MEMORY.allocateMemory(bytes.length + 1L, /* zeroed: */ true);
    Jffi.MEMORY.putByteArray(address, bytes, 0, bytes.length);
  }

  long address() {
    return address;
  }

  @Override
  public void close() {
    Jffi.MEMORY.freeMemory(address);
  }
}
