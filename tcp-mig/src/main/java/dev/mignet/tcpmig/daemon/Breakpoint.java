package dev.mignet.tcpmig.daemon;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon stands still, for tests of what happens when something fails at that moment: a
 * milestone that is about to be passed, of whichever connection comes to it next. The packet loop
 * waits meanwhile, and answers nothing.
 */
final class Breakpoint {
  /** A test that was killed must not leave a daemon behind that waits for ever. */
  private static final int LONGEST_SECONDS = 60;

  private volatile @Nullable Milestone at;
  private volatile boolean reached;
  private volatile CountDownLatch released = new CountDownLatch(1);

  /** Sets it; an {@link IllegalArgumentException} where no milestone is called that. */
  void set(String milestone) {
    Milestone wanted = Milestone.valueOf(milestone.toUpperCase(Locale.ROOT).replace('-', '_'));
    release();
    released = new CountDownLatch(1);
    reached = false;
    at = wanted;
  }

  /** Whether the daemon stands there. */
  boolean reached() {
    return reached;
  }

  /** Lets the daemon go on, and forgets the breakpoint if it was not reached. */
  void release() {
    at = null;
    released.countDown();
  }

  /** The milestone is about to be passed. */
  void pass(Milestone milestone) {
    if (at != milestone) {
      return;
    }
    at = null;
    CountDownLatch until = released;
    reached = true;
    try {
      if (!until.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("nobody released the breakpoint at " + milestone.text());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reached = false;
  }
}
