package dev.mignet.nodes.net;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One platform thread that spends its life in one network namespace. A namespace is a property of a
 * thread, so a pooled or borrowed thread must never enter one but for a {@link NamespaceVisit}.
 */
final class NamespaceThread implements AutoCloseable {
  private final ExecutorService executor;

  NamespaceThread(String name) {
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "netns " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs the task on the thread and waits for it, however long; an interrupt is kept for the
   * caller.
   */
  @SuppressWarnings("unchecked") // a task throws what it declares (E) or something unchecked
  <T, E extends Exception> T call(NamespaceTask<T, E> task) throws E {
    Future<T> future = executor.submit(task::run);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (E) e.getCause();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the thread after the tasks that wait. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
