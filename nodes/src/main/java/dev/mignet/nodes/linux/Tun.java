package dev.mignet.nodes.linux;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * Opens TUN devices: an interface whose packets a program writes and reads
 * (Documentation/networking/tuntap).
 */
public final class Tun {
  private static final String DEVICE = "/dev/net/tun";
  private static final long TUNSETIFF = 0x400454caL; // _IOW('T', 202, int)
  private static final int IFF_TUN = 1;
  private static final int IFF_NO_PI = 0x1000; // bare IP packets, no 4-byte prefix
  private static final int IFNAMSIZ = 16;
  private static final int IFREQ_SIZE = 40;

  private Tun() {}

  /**
   * Creates the device in the calling thread's network namespace, or attaches to it where it
   * exists. The device goes away when the descriptor is closed.
   *
   * @param name 1 to 15 bytes
   * @return a non-blocking descriptor; each read and write is one IP packet
   * @throws KernelException where there is no /dev/net/tun, no permission, or the device has an
   *     owner already
   */
  public static int open(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length == 0 || bytes.length >= IFNAMSIZ) {
      throw new IllegalArgumentException("interface name must have 1 to 15 bytes: " + name);
    }
    int fd =
        KernelException.check(
            "open",
            DEVICE,
            Syscalls.open(
                DEVICE,
                LinuxConstants.O_RDWR | LinuxConstants.O_NONBLOCK | LinuxConstants.O_CLOEXEC,
                0));
    int result = attach(fd, bytes);
    if (result < 0) {
      Syscalls.close(fd);
      throw new KernelException("create tun " + name, -result);
    }
    return fd;
  }

  private static int attach(int fd, byte[] name) {
    NativeBuffer request = new NativeBuffer(IFREQ_SIZE);
    try {
      request.bytes().put(0, name).putShort(IFNAMSIZ, (short) (IFF_TUN | IFF_NO_PI));
      return Syscalls.ioctl(fd, TUNSETIFF, request.address());
    } finally {
      Reference.reachabilityFence(request); // the kernel knows its address only
    }
  }
}
