package dev.mignet.tcpmig.daemon;

/**
 * Which back-ends have said nothing for so long, though they were asked, that they count as dead.
 */
final class Silence {
  /** Nothing is owed. */
  private static final long NONE = Long.MIN_VALUE;

  private final long deadAfter;
  private final long[] firstAsked = new long[16];
  private final long[] lastAsked = new long[16];

  /**
   * @param deadAfter how long questions may go unanswered, ms
   */
  Silence(long deadAfter) {
    this.deadAfter = deadAfter;
    for (int i = 0; i < firstAsked.length; i++) {
      heard(i);
    }
  }

  /** How long one must be silent to count as dead, ms. */
  long deadAfter() {
    return deadAfter;
  }

  /** A back-end was asked something that it would answer. */
  void asked(int number, long now) {
    if (firstAsked[number] == NONE) {
      firstAsked[number] = now;
    }
    lastAsked[number] = now;
  }

  /** It has said something, whatever that is. */
  void heard(int number) {
    firstAsked[number] = NONE;
  }

  /**
   * Whether it was asked again and again for so long. How late it is now does not matter: this
   * daemon may have stood still itself.
   */
  boolean isDead(int number) {
    return firstAsked[number] != NONE && lastAsked[number] - firstAsked[number] >= deadAfter;
  }
}
