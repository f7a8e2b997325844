package dev.mignet.tcpmig.settings;

/**
 * A rule of the URL policy: requests whose path starts with the prefix go to the target.
 *
 * @param prefix what the request target starts with, such as {@code /class0/}
 * @param target the number of the back-end that serves them
 */
public record UrlRule(String prefix, int target) {}
