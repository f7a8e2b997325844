package dev.mignet.tcpmig.policy;

/**
 * The third phase of the request distribution (the paper, section 3): at each request, and for
 * connections that rest, stay or migrate, where to, and what if that is not possible.
 */
@FunctionalInterface
public interface Policy {
  /** The time of {@link #idleMillis()} that does not come. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Chooses the nodes that may serve a request.
   *
   * <p>Called on the packet loop's thread for every request: it must not block, and should not
   * allocate.
   *
   * @param method the request's method, such as {@code GET}
   * @param target the request target as it stands in the request line (RFC 9112, section 3.2)
   */
  Placement place(String method, String target);

  /** How long a connection must have rested for {@link #idle()} to hold, ms. */
  default long idleMillis() {
    return NEVER;
  }

  /** Chooses the nodes that may have connections that rest. */
  default Placement idle() {
    return Placement.STAY;
  }
}
