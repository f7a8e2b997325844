package dev.mignet.tcpmig.daemon;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Where other threads leave work for the packet loop's thread. */
public final class Mailbox implements AutoCloseable {
  private final int fd =
      KernelException.check(
          "open eventfd",
          Syscalls.eventfd(0, LinuxConstants.EFD_NONBLOCK | LinuxConstants.EFD_CLOEXEC));
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final NativeBuffer one = new NativeBuffer(8);
  private final NativeBuffer count = new NativeBuffer(8);

  Mailbox() {
    one.bytes().putLong(0, 1);
  }

  /** Lets the loop's thread compute something, and gives its result. */
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

  int fd() {
    return fd;
  }

  /** Ends the loop's waiting. */
  void wake() {
    Syscalls.write(fd, one.address(), 8);
  }

  void runAll() {
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
