package dev.mignet.nodes.linux;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Where other threads leave work for a thread that waits by poll(2). */
public final class Mailbox implements AutoCloseable {
  private final int fd =
      KernelException.check(
          "open eventfd",
          Syscalls.eventfd(0, LinuxConstants.EFD_NONBLOCK | LinuxConstants.EFD_CLOEXEC));
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final NativeBuffer one = new NativeBuffer(8);
  private final NativeBuffer count = new NativeBuffer(8);

  /** An empty one. */
  public Mailbox() {
    one.bytes().putLong(0, 1);
  }

  /** Lets that thread compute something, and gives its result. */
  public <T> CompletableFuture<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    work.add(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    wake();
    return answer;
  }

  /** For poll(2): readable while there may be work. */
  public int fd() {
    return fd;
  }

  /** Ends its waiting. */
  public void wake() {
    Syscalls.write(fd, one.address(), 8);
  }

  /** Does what was left; in the thread that it was left for. */
  public void runAll() {
    Syscalls.read(fd, count.address(), 8);
    for (Runnable task = work.poll(); task != null; task = work.poll()) {
      task.run();
    }
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
