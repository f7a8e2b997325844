package dev.mignet.nodes.linux;

import static dev.mignet.nodes.linux.KernelException.check;

import java.lang.ref.Reference;

/**
 * While one is open, the kernel notes for each packet when it arrived: any socket that asks for it
 * makes it do so, on the whole machine.
 */
public final class ArrivalTimes implements AutoCloseable {
  private static final int SO_TIMESTAMP = 29;

  private final int fd;

  /** Asks for it. */
  public ArrivalTimes() {
    fd =
        check(
            "open socket",
            Syscalls.socket(
                LinuxConstants.AF_INET,
                LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_CLOEXEC,
                0));
    NativeBuffer one = new NativeBuffer(4);
    try {
      one.bytes().putInt(0, 1);
      check(
          "ask for times of arrival",
          Syscalls.setsockopt(
              fd, LinuxConstants.SOL_SOCKET, SO_TIMESTAMP, one.address(), one.size()));
    } finally {
      Reference.reachabilityFence(one);
    }
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
