package dev.mignet.nodes.linux;

import java.util.Locale;

/**
 * System calls. Each returns the call's result or the <em>negative</em> errno (the kernel's own
 * convention) and never throws; turn it into an error with {@link KernelException#check(String,
 * int)}. Addresses come from {@link NativeBuffer#address()}. No call without a {@code String}
 * parameter allocates.
 *
 * <p>EINTR: {@link #open} retries, {@link #close} never does (Linux has closed the descriptor by
 * then) and reports success; everything that can block returns it to the caller.
 */
public final class Syscalls {
  private static final LibcFunction SOCKET = new LibcFunction("socket", 3);
  private static final LibcFunction BIND = new LibcFunction("bind", 3);
  private static final LibcFunction SETSOCKOPT = new LibcFunction("setsockopt", 5);
  private static final LibcFunction SEND = new LibcFunction("send", 4);
  private static final LibcFunction SENDMSG = new LibcFunction("sendmsg", 3);
  private static final LibcFunction RECV = new LibcFunction("recv", 4);
  private static final LibcFunction RECVMMSG = new LibcFunction("recvmmsg", 5);
  private static final LibcFunction READ = new LibcFunction("read", 3);
  private static final LibcFunction WRITE = new LibcFunction("write", 3);
  private static final LibcFunction OPEN = new LibcFunction("open", 3);
  private static final LibcFunction CLOSE = new LibcFunction("close", 1);
  private static final LibcFunction FALLOCATE = new LibcFunction("fallocate", 4);
  private static final LibcFunction POSIX_FADVISE = new LibcFunction("posix_fadvise", 4);
  private static final LibcFunction SYNCFS = new LibcFunction("syncfs", 1);
  private static final LibcFunction IOCTL = new LibcFunction("ioctl", 3);
  private static final LibcFunction POLL = new LibcFunction("poll", 3);
  private static final LibcFunction PPOLL = new LibcFunction("ppoll", 4);
  private static final LibcFunction PRCTL = new LibcFunction("prctl", 2);
  private static final LibcFunction SETPRIORITY = new LibcFunction("setpriority", 3);
  private static final LibcFunction EVENTFD = new LibcFunction("eventfd", 2);
  private static final LibcFunction SYSCALL = new LibcFunction("syscall", 4);
  private static final LibcFunction MOUNT = new LibcFunction("mount", 5);
  private static final LibcFunction UMOUNT2 = new LibcFunction("umount2", 2);
  private static final LibcFunction UNSHARE = new LibcFunction("unshare", 1);
  private static final LibcFunction SETNS = new LibcFunction("setns", 2);
  private static final LibcFunction KILL = new LibcFunction("kill", 2);
  private static final LibcFunction EXIT = new LibcFunction("_exit", 1);
  private static final LibcFunction IF_NAMETOINDEX = new LibcFunction("if_nametoindex", 1);
  private static final LibcFunction CLOCK_GETTIME = new LibcFunction("clock_gettime", 2);

  private static final long BPF = bpfNumber();

  private Syscalls() {}

  public static int socket(int domain, int type, int protocol) {
    return SOCKET.call(domain, type, protocol);
  }

  public static int bind(int fd, long address, int length) {
    return BIND.call(fd, address, length);
  }

  public static int setsockopt(int fd, int level, int option, long value, int length) {
    return SETSOCKOPT.call(fd, level, option, value, length);
  }

  public static int send(int fd, long buffer, int length, int flags) {
    return SEND.call(fd, buffer, length, flags);
  }

  /**
   * Sends what a struct msghdr (linux/socket.h) at that address describes, destination included.
   */
  public static int sendmsg(int fd, long message, int flags) {
    return SENDMSG.call(fd, message, flags);
  }

  public static int recv(int fd, long buffer, int length, int flags) {
    return RECV.call(fd, buffer, length, flags);
  }

  /**
   * Receives up to {@code count} datagrams.
   *
   * @param vector address of {@code count} struct mmsghdr (64 bytes each on a 64-bit machine)
   * @return datagrams received
   */
  public static int recvmmsg(int fd, long vector, int count, int flags) {
    return RECVMMSG.call(fd, vector, count, flags, 0);
  }

  public static int read(int fd, long buffer, int length) {
    return READ.call(fd, buffer, length);
  }

  public static int write(int fd, long buffer, int length) {
    return WRITE.call(fd, buffer, length);
  }

  public static int open(String path, int flags, int mode) {
    try (NativeText text = new NativeText(path)) {
      int result;
      do {
        result = OPEN.call(text.address(), flags, mode);
      } while (result == -Errno.EINTR);
      return result;
    }
  }

  public static int close(int fd) {
    int result = CLOSE.call(fd);
    return result == -Errno.EINTR ? 0 : result;
  }

  /** Takes room for the bytes of a file. */
  public static int fallocate(int fd, int mode, long offset, long length) {
    return FALLOCATE.call(fd, mode, offset, length);
  }

  /**
   * Tells how a file will be used.
   *
   * @param length bytes; 0 is up to the end
   */
  public static int posixFadvise(int fd, long offset, long length, int advice) {
    return -POSIX_FADVISE.call(fd, offset, length, advice); // not by errno, as others
  }

  /** Writes back the file system of an open file. */
  public static int syncfs(int fd) {
    return SYNCFS.call(fd);
  }

  /**
   * Controls a device.
   *
   * @param argument address of the request's structure, or its plain value
   */
  public static int ioctl(int fd, long request, long argument) {
    return IOCTL.call(fd, request, argument);
  }

  /**
   * Waits until a descriptor is ready.
   *
   * @param pollfds address of {@code count} struct pollfd (8 bytes each)
   * @param timeoutMillis milliseconds; negative waits for ever
   * @return descriptors with an event
   */
  public static int poll(long pollfds, int count, int timeoutMillis) {
    return POLL.call(pollfds, count, timeoutMillis);
  }

  /**
   * As {@link #poll}, to the nanosecond.
   *
   * @param timespec address of 16 bytes: s64 seconds, s64 nanoseconds
   */
  public static int ppoll(long pollfds, int count, long timespec) {
    return PPOLL.call(pollfds, count, timespec, 0);
  }

  /**
   * Sets a thread's priority.
   *
   * @param thread its id, of gettid(2)
   * @param nice -20, before all others, to 19
   */
  public static int setThreadPriority(int thread, int nice) {
    return SETPRIORITY.call(0, thread, nice); // PRIO_PROCESS is a thread, on Linux
  }

  /**
   * Makes the calling thread be on time: timers to the nanosecond instead of to 50 us, and before
   * others for the processor (nice -20). Needs CAP_SYS_NICE for the latter.
   */
  public static int beOnTime() {
    int slack = PRCTL.call(LinuxConstants.PR_SET_TIMERSLACK, 1);
    int priority = setThreadPriority(0, -20);
    return Math.min(slack, priority);
  }

  public static int eventfd(int initial, int flags) {
    return EVENTFD.call(initial, flags);
  }

  /**
   * bpf(2).
   *
   * @param attributes address of the union bpf_attr
   * @param size bytes of it
   */
  public static int bpf(int command, long attributes, int size) {
    return SYSCALL.call(BPF, command, attributes, size);
  }

  public static int mount(String source, String target, String type, long flags) {
    return mount(source, target, type, flags, "");
  }

  /**
   * As {@link #mount(String, String, String, long)}, with options of the file system's own.
   *
   * @param options separated by commas
   */
  public static int mount(String source, String target, String type, long flags, String options) {
    try (NativeText from = new NativeText(source);
        NativeText to = new NativeText(target);
        NativeText kind = new NativeText(type);
        NativeText data = new NativeText(options)) {
      return MOUNT.call(from.address(), to.address(), kind.address(), flags, data.address());
    }
  }

  public static int umount2(String target, int flags) {
    try (NativeText text = new NativeText(target)) {
      return UMOUNT2.call(text.address(), flags);
    }
  }

  /** Moves the calling thread (not the process) into new namespaces. */
  public static int unshare(int flags) {
    return UNSHARE.call(flags);
  }

  /** Moves the calling thread (not the process) into the namespace behind {@code fd}. */
  public static int setns(int fd, int type) {
    return SETNS.call(fd, type);
  }

  public static int kill(int pid, int signal) {
    return KILL.call(pid, signal);
  }

  /**
   * Ends this process at once: no shutdown hook runs, and nothing is flushed.
   *
   * @param status exit code, 0..255
   */
  public static void exit(int status) {
    EXIT.call(status);
  }

  /** The index of an interface of the calling thread's network namespace, or the negative errno. */
  public static int ifNameToIndex(String name) {
    try (NativeText text = new NativeText(name)) {
      int index = IF_NAMETOINDEX.call(text.address());
      return index == 0 ? -LibcFunction.lastError() : index;
    }
  }

  /**
   * Reads a clock.
   *
   * @param clock as CLOCK_MONOTONIC, {@link LinuxConstants#CLOCK_MONOTONIC}
   * @param timespec address of 16 bytes: s64 seconds, s64 nanoseconds
   */
  public static int clockGettime(int clock, long timespec) {
    return CLOCK_GETTIME.call(clock, timespec);
  }

  private static long bpfNumber() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (architecture) {
      case "amd64", "x86_64" -> 321;
      case "aarch64", "arm64", "riscv64" -> 280;
      default -> -1; // ENOSYS from the kernel: a feature that this machine lacks
    };
  }
}
