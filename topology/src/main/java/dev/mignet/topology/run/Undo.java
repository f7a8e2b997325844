package dev.mignet.topology.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes a half-made lab, or a change of one, back when it is closed, unless that is not needed any
 * more; and sees to it that this happens too where the user stops the process (SIGINT, SIGTERM).
 */
final class Undo implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final String lab;
  private final Runnable work;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;
  private boolean needed = true;

  /**
   * Of what a runner does.
   *
   * @param work takes it back
   */
  Undo(String lab, PlanRunner runner, Runnable work) {
    this.lab = lab;
    this.work = work;
    this.hook =
        new Thread(
            () -> {
              runner.cancel(); // and the thread that runs it will close this
              await();
            },
            "undo");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("mignet: lab " + lab + " was left half made: mignet down --lab " + lab);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void notNeeded() {
    needed = false;
  }

  @Override
  public void close() {
    try {
      if (needed) {
        work.run();
      }
    } finally {
      closed.countDown();
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is running: the process is being stopped
    }
  }
}
