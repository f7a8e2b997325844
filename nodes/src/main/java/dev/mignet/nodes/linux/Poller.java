package dev.mignet.nodes.linux;

import java.nio.ByteBuffer;

/**
 * Waits until one of a few descriptors is readable: poll(2) over a fixed array. Allocates nothing
 * after construction; one thread at a time.
 */
public final class Poller {
  private static final int POLLFD_SIZE = 8; // struct pollfd {int fd; short events; short revents}

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final NativeBuffer pollfds;
  private final NativeBuffer timeout = new NativeBuffer(16);
  private int count;

  /**
   * @param capacity how many descriptors can be added
   */
  public Poller(int capacity) {
    this.pollfds = new NativeBuffer(capacity * POLLFD_SIZE);
  }

  /** Adds a descriptor to wait on for input; returns its index. */
  public int add(int fd) {
    ByteBuffer bytes = pollfds.bytes();
    bytes.putInt(count * POLLFD_SIZE, fd);
    bytes.putShort(count * POLLFD_SIZE + 4, (short) LinuxConstants.POLLIN);
    return count++;
  }

  /**
   * Waits.
   *
   * @param timeoutMillis milliseconds; 0 does not wait, negative waits for ever
   * @return how many are ready; 0 after the time limit or a signal
   */
  public int poll(int timeoutMillis) {
    return result(Syscalls.poll(pollfds.address(), count, timeoutMillis));
  }

  /**
   * As {@link #poll}, to the nanosecond, as far as the thread's timer slack lets it.
   *
   * @param nanos not negative
   */
  public int pollNanos(long nanos) {
    timeout.bytes().putLong(0, nanos / NANOS_PER_SECOND).putLong(8, nanos % NANOS_PER_SECOND);
    return result(Syscalls.ppoll(pollfds.address(), count, timeout.address()));
  }

  private int result(int ready) {
    if (ready == -Errno.EINTR) {
      for (int i = 0; i < count; i++) {
        pollfds.bytes().putShort(i * POLLFD_SIZE + 6, (short) 0);
      }
      return 0;
    }
    return KernelException.check("poll", ready);
  }

  /**
   * Whether the last {@link #poll} found input, an error or a hang-up on the descriptor at this
   * index.
   */
  public boolean ready(int index) {
    return pollfds.bytes().getShort(index * POLLFD_SIZE + 6) != 0;
  }
}
