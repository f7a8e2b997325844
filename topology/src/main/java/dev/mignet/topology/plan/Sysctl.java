package dev.mignet.topology.plan;

/**
 * A kernel parameter to set.
 *
 * @param key with dots, such as {@code net.ipv4.ip_forward}; an interface's name in it may hold
 *     dots itself and is therefore written with a slash for each
 * @param value as written to the file
 * @param optional whether a kernel without the key is fine
 * @param otherwise the value for a kernel that does not know the first one; empty: it has to
 */
public record Sysctl(String key, String value, boolean optional, String otherwise) {

  /** One whose value all kernels know. */
  public Sysctl(String key, String value, boolean optional) {
    this(key, value, optional, "");
  }
}
