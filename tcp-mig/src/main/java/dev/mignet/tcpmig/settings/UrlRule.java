package dev.mignet.tcpmig.settings;

import java.util.List;

/**
 * A rule of the URL policy: requests whose path starts with the prefix go to a target.
 *
 * @param prefix what the request target starts with, such as {@code /class0/}
 * @param targets the numbers of the back-ends that shall serve them, in the order in which they are
 *     asked; at least one
 * @param otherwise what is done where none of them does
 */
public record UrlRule(String prefix, List<Integer> targets, Otherwise otherwise) {
  /** A rule with one target; where that declines, the request is served where it came to. */
  public UrlRule(String prefix, int target) {
    this(prefix, List.of(target), Otherwise.SERVE);
  }
}
