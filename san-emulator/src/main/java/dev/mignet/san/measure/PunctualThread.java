package dev.mignet.san.measure;

import dev.mignet.nodes.linux.Syscalls;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A thread that is before others for the processor, so that a wire is measured and not the load.
 */
final class PunctualThread {

  private PunctualThread() {}

  static void start(String name, Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              Syscalls.beOnTime(); // where it may not, it is late more often
              task.run();
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * What the task gives in such a thread; an interrupt interrupts the task.
   *
   * @throws CancellationException where the caller was interrupted
   */
  static <T> T call(String name, Supplier<T> task) {
    FutureTask<T> future = new FutureTask<>(task::get);
    start(name, future);
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
