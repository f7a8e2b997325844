package dev.mignet.nodes.linux;

/**
 * Numbers of the kernel's ABI that more than one class needs, under their names in the kernel's
 * headers.
 */
public final class LinuxConstants {
  // asm-generic/fcntl.h
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_TMPFILE = 0x410000; // with O_DIRECTORY; on x86-64 and aarch64

  // linux/socket.h, linux/net.h
  public static final int AF_UNSPEC = 0;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int AF_NETLINK = 16;
  public static final int AF_PACKET = 17;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int SOL_SOCKET = 1;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;

  // asm-generic/poll.h
  public static final int POLLIN = 1;

  // linux/eventfd.h, linux/time.h
  public static final int EFD_NONBLOCK = 0x800;
  public static final int EFD_CLOEXEC = 0x80000;
  public static final int CLOCK_REALTIME = 0;
  public static final int CLOCK_MONOTONIC = 1;

  // linux/prctl.h
  public static final int PR_SET_TIMERSLACK = 29;

  // linux/sched.h, linux/mount.h, sys/mount.h
  public static final int CLONE_NEWNET = 0x40000000;
  public static final long MS_NOSUID = 2;
  public static final long MS_NODEV = 4;
  public static final long MS_NOATIME = 0x400;
  public static final long MS_BIND = 0x1000;
  public static final int MNT_DETACH = 2;

  private LinuxConstants() {}
}
