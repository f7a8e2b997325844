package dev.mignet.nodes.linux;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/** Files by which the kernel takes orders (sysctls, control files of cgroups). */
public final class KernelFile {
  private KernelFile() {}

  /**
   * Writes a value and a line's end, in one call, to a file that exists.
   *
   * @param operation for the error, such as {@code set net.ipv4.ip_forward=1}
   * @throws KernelException ENOENT, EINVAL...
   */
  public static void write(String operation, String path, String value) {
    byte[] text = (value + "\n").getBytes(StandardCharsets.UTF_8);
    NativeBuffer buffer = new NativeBuffer(text.length);
    buffer.bytes().put(0, text);
    int flags = LinuxConstants.O_WRONLY | LinuxConstants.O_CLOEXEC;
    int fd = KernelException.check(operation, Syscalls.open(path, flags, 0));
    try {
      KernelException.check(operation, Syscalls.write(fd, buffer.address(), text.length));
    } finally {
      Syscalls.close(fd);
      Reference.reachabilityFence(buffer);
    }
  }
}
