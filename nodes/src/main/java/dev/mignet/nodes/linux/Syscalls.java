package dev.mignet.nodes.linux;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
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
  private static final LibC LIBC = LibC.INSTANCE;
  private static final jnr.ffi.Runtime RUNTIME = LibC.RUNTIME;
  private static final long BPF = bpfNumber();

  private Syscalls() {}

  public static int socket(int domain, int type, int protocol) {
    return result(LIBC.socket(domain, type, protocol));
  }

  public static int bind(int fd, long address, int length) {
    return result(LIBC.bind(fd, address, length));
  }

  public static int setsockopt(int fd, int level, int option, long value, int length) {
    return result(LIBC.setsockopt(fd, level, option, value, length));
  }

  public static int send(int fd, long buffer, int length, int flags) {
    return result((int) LIBC.send(fd, buffer, length, flags));
  }

  /**
   * Sends what a struct msghdr (linux/socket.h) at that address describes, destination included.
   */
  public static int sendmsg(int fd, long message, int flags) {
    return result((int) LIBC.sendmsg(fd, message, flags));
  }

  /** Receives into what a struct msghdr at that address describes; it gets the sender's address. */
  public static int recvmsg(int fd, long message, int flags) {
    return result((int) LIBC.recvmsg(fd, message, flags));
  }

  public static int recv(int fd, long buffer, int length, int flags) {
    return result((int) LIBC.recv(fd, buffer, length, flags));
  }

  /**
   * Receives up to {@code count} datagrams.
   *
   * @param vector address of {@code count} struct mmsghdr (64 bytes each on a 64-bit machine)
   * @return datagrams received
   */
  public static int recvmmsg(int fd, long vector, int count, int flags) {
    return result(LIBC.recvmmsg(fd, vector, count, flags, 0));
  }

  public static int read(int fd, long buffer, int length) {
    return result((int) LIBC.read(fd, buffer, length));
  }

  public static int write(int fd, long buffer, int length) {
    return result((int) LIBC.write(fd, buffer, length));
  }

  public static int open(String path, int flags, int mode) {
    int result;
    do {
      result = result(LIBC.open(path, flags, mode));
    } while (result == -Errno.EINTR);
    return result;
  }

  public static int close(int fd) {
    int result = result(LIBC.close(fd));
    return result == -Errno.EINTR ? 0 : result;
  }

  /** Takes room for the bytes of a file. */
  public static int fallocate(int fd, int mode, long offset, long length) {
    return result(LIBC.fallocate(fd, mode, offset, length));
  }

  /**
   * Tells how a file will be used.
   *
   * @param length bytes; 0 is up to the end
   */
  public static int posixFadvise(int fd, long offset, long length, int advice) {
    return -LIBC.posix_fadvise(fd, offset, length, advice); // not by errno, as others
  }

  /** Writes back the file system of an open file. */
  public static int syncfs(int fd) {
    return result(LIBC.syncfs(fd));
  }

  /**
   * Controls a device.
   *
   * @param argument address of the request's structure, or its plain value
   */
  public static int ioctl(int fd, long request, long argument) {
    return result(LIBC.ioctl(fd, request, argument));
  }

  /**
   * Waits until a descriptor is ready.
   *
   * @param pollfds address of {@code count} struct pollfd (8 bytes each)
   * @param timeoutMillis milliseconds; negative waits for ever
   * @return descriptors with an event
   */
  public static int poll(long pollfds, int count, int timeoutMillis) {
    return result(LIBC.poll(pollfds, count, timeoutMillis));
  }

  /**
   * As {@link #poll}, to the nanosecond.
   *
   * @param timespec address of 16 bytes: s64 seconds, s64 nanoseconds
   */
  public static int ppoll(long pollfds, int count, long timespec) {
    return result(LIBC.ppoll(pollfds, count, timespec, 0));
  }

  /**
   * Makes the calling thread be on time: timers to the nanosecond instead of to 50 us, and before
   * others for the processor (nice -20). Needs CAP_SYS_NICE for the latter.
   */
  public static int beOnTime() {
    int slack = result(LIBC.prctl(LinuxConstants.PR_SET_TIMERSLACK, 1));
    int priority = result(LIBC.setpriority(0, 0, -20)); // of the thread, on Linux
    return Math.min(slack, priority);
  }

  public static int eventfd(int initial, int flags) {
    return result(LIBC.eventfd(initial, flags));
  }

  /**
   * bpf(2).
   *
   * @param attributes address of the union bpf_attr
   * @param size bytes of it
   */
  public static int bpf(int command, long attributes, int size) {
    return result((int) LIBC.syscall(BPF, command, attributes, size));
  }

  public static int mount(String source, String target, String type, long flags) {
    return result(LIBC.mount(source, target, type, flags, 0));
  }

  /**
   * As {@link #mount(String, String, String, long)}, with options of the file system's own.
   *
   * @param options separated by commas
   */
  public static int mount(String source, String target, String type, long flags, String options) {
    byte[] text = options.getBytes(StandardCharsets.US_ASCII);
    NativeBuffer data = new NativeBuffer(text.length + 1);
    try {
      data.bytes().put(0, text);
      return result(LIBC.mount(source, target, type, flags, data.address()));
    } finally {
      Reference.reachabilityFence(data);
    }
  }

  public static int umount2(String target, int flags) {
    return result(LIBC.umount2(target, flags));
  }

  /** Moves the calling thread (not the process) into new namespaces. */
  public static int unshare(int flags) {
    return result(LIBC.unshare(flags));
  }

  /** Moves the calling thread (not the process) into the namespace behind {@code fd}. */
  public static int setns(int fd, int type) {
    return result(LIBC.setns(fd, type));
  }

  public static int kill(int pid, int signal) {
    return result(LIBC.kill(pid, signal));
  }

  /**
   * Ends this process at once: no shutdown hook runs, and nothing is flushed.
   *
   * @param status exit code, 0..255
   */
  public static void exit(int status) {
    LIBC._exit(status);
  }

  /** The index of an interface of the calling thread's network namespace, or the negative errno. */
  public static int ifNameToIndex(String name) {
    int index = LIBC.if_nametoindex(name);
    return index == 0 ? -RUNTIME.getLastError() : index;
  }

  /**
   * Reads a clock.
   *
   * @param clock as CLOCK_MONOTONIC, {@link LinuxConstants#CLOCK_MONOTONIC}
   * @param timespec address of 16 bytes: s64 seconds, s64 nanoseconds
   */
  public static int clockGettime(int clock, long timespec) {
    return result(LIBC.clock_gettime(clock, timespec));
  }

  private static int result(int value) {
    return value >= 0 ? value : -RUNTIME.getLastError();
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
