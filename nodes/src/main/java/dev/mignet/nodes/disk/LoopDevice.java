package dev.mignet.nodes.disk;

import static dev.mignet.nodes.linux.KernelException.check;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A block device whose content is a file (linux/loop.h; LOOP_CONFIGURE is of Linux 5.8). It goes
 * away by itself with the last that has it open, a mount or a descriptor: nothing of it outlives a
 * process that is killed, and nothing has to find it.
 */
final class LoopDevice implements AutoCloseable {
  private static final String CONTROL = "/dev/loop-control";
  private static final long LOOP_CTL_GET_FREE = 0x4C82;
  private static final long LOOP_CONFIGURE = 0x4C0A;
  private static final long LOOP_GET_STATUS64 = 0x4C05;
  private static final int LO_FLAGS_AUTOCLEAR = 4;
  private static final int LO_FLAGS_DIRECT_IO = 16;

  /** struct loop_config: u32 fd, u32 block size, struct loop_info64, 64 bytes reserved. */
  private static final int CONFIG_SIZE = 304;

  private static final int INFO = 8;
  private static final int INFO_SIZE = 232;
  private static final int INFO_FLAGS = 52;
  private static final int INFO_NAME = 56;
  private static final int NAME_SIZE = 63;

  /** As much as any disk asks of direct I/O; the kernel refuses it where the file needs more. */
  static final int BLOCK = 4096;

  private final int number;
  private final int fd;

  private LoopDevice(int number, int fd) {
    this.number = number;
    this.fd = fd;
  }

  /**
   * Takes the first device that is free, with direct I/O: what it reads and writes is not kept in
   * the machine's cache a second time.
   *
   * @param file a descriptor, open for reading and writing
   * @param label told by {@code LOOP_GET_STATUS64}, at most 63 bytes of it
   * @throws dev.mignet.nodes.linux.KernelException where there are no loop devices (ENOENT)
   * @throws IOException where the file has no direct I/O
   */
  static LoopDevice attach(int file, String label) throws IOException {
    LoopDevice device = attachAny(file, label);
    if ((device.flags() & LO_FLAGS_DIRECT_IO) == 0) {
      device.close();
      throw new IOException("its file system has no direct I/O");
    }
    return device;
  }

  private static LoopDevice attachAny(int file, String label) {
    int control = check("open", CONTROL, open(CONTROL));
    try {
      while (true) {
        int number =
            check("find a free loop device", Syscalls.ioctl(control, LOOP_CTL_GET_FREE, 0));
        String path = "/dev/loop" + number;
        int fd = check("open", path, open(path));
        int result = configure(fd, file, label);
        if (result >= 0) {
          return new LoopDevice(number, fd);
        }
        Syscalls.close(fd);
        if (result != -Errno.EBUSY) { // somebody else took it: look for the next
          check("attach", path, result);
        }
      }
    } finally {
      Syscalls.close(control);
    }
  }

  private static int open(String path) {
    return Syscalls.open(path, LinuxConstants.O_RDWR | LinuxConstants.O_CLOEXEC, 0);
  }

  private static int configure(int fd, int file, String label) {
    byte[] name = label.getBytes(StandardCharsets.US_ASCII);
    NativeBuffer config = new NativeBuffer(CONFIG_SIZE);
    try {
      config
          .bytes()
          .putInt(0, file)
          .putInt(4, BLOCK)
          .putInt(INFO + INFO_FLAGS, LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO)
          .put(INFO + INFO_NAME, Arrays.copyOf(name, Math.min(name.length, NAME_SIZE)));
      return Syscalls.ioctl(fd, LOOP_CONFIGURE, config.address());
    } finally {
      Reference.reachabilityFence(config);
    }
  }

  private int flags() {
    NativeBuffer info = new NativeBuffer(INFO_SIZE);
    try {
      check("look at", path(), Syscalls.ioctl(fd, LOOP_GET_STATUS64, info.address()));
      return info.bytes().getInt(INFO_FLAGS);
    } finally {
      Reference.reachabilityFence(info);
    }
  }

  /** Such as {@code /dev/loop3}. */
  String path() {
    return "/dev/loop" + number;
  }

  /** Major and minor, such as {@code 7:3}. */
  String device() throws IOException {
    return Files.readString(Path.of("/sys/block/loop" + number + "/dev")).strip();
  }

  /** Lets go of it; it is gone unless it is mounted. */
  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
