package dev.mignet.tcpmig.policy;

/**
 * The third phase of the request distribution (the paper, section 3): at each request, stay or
 * migrate, and where to.
 */
@FunctionalInterface
public interface Policy {
  /** What {@link #target} returns to serve the request where it landed. */
  int STAY = 0;

  /**
   * Chooses the node that shall serve a request.
   *
   * <p>Called on the packet loop's thread for every request: it must not block.
   *
   * @param method the request's method, such as {@code GET}
   * @param target the request target as it stands in the request line (RFC 9112, section 3.2)
   * @return the number of a back-end, 1..15, or {@link #STAY}
   */
  int target(String method, String target);
}
