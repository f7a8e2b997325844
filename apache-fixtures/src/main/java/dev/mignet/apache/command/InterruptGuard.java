package dev.mignet.apache.command;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work clean up after itself where the user stops the process (SIGINT, SIGTERM): its thread is
 * interrupted, and the process lives on until it is through.
 */
public final class InterruptGuard {

  private static final long PATIENCE_SECONDS = 30;

  private InterruptGuard() {}

  /** Does the work on this thread. */
  public static <T> T run(Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    CountDownLatch through = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              await(through);
            },
            "interrupt-guard");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      through.countDown();
      remove(hook);
    }
  }

  private static void await(CountDownLatch through) {
    try {
      if (!through.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("mignet: a lab may be left behind: mignet down --all");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending: the hook has run, and has just been released
    }
  }
}
