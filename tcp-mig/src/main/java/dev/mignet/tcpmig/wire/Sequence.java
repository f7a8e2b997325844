package dev.mignet.tcpmig.wire;

/** Arithmetic on TCP sequence numbers, which wrap at 2^32 (RFC 9293, section 3.4). */
public final class Sequence {
  private Sequence() {}

  /**
   * How far {@code a} lies after {@code b}; negative where it lies before. Meant for distances
   * below 2^31.
   */
  public static int distance(int a, int b) {
    return a - b;
  }

  public static boolean before(int a, int b) {
    return a - b < 0;
  }

  public static boolean after(int a, int b) {
    return a - b > 0;
  }
}
