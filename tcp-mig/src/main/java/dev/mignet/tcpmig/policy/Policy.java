package dev.mignet.tcpmig.policy;

/**
 * The third phase of the request distribution (the paper, section 3): at each request, stay or
 * migrate, where to, and what if that is not possible.
 */
@FunctionalInterface
public interface Policy {
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
}
