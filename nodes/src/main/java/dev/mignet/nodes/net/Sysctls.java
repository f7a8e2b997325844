package dev.mignet.nodes.net;

import static dev.mignet.nodes.linux.KernelException.check;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.KernelFile;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The {@code net.*} kernel settings of one namespace, by {@code /proc/sys} (which shows each thread
 * its own namespace).
 *
 * <p>Keys are written as sysctl(8) does: {@code net.ipv4.ip_forward}, or with slashes where an
 * interface's name has a dot. Keys outside {@code net} belong to the whole machine and are refused.
 */
public final class Sysctls {
  private static final int MOST = 4096;

  private final NetworkNamespace namespace;

  public Sysctls(NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  /**
   * Sets several, in the map's order.
   *
   * @throws dev.mignet.nodes.linux.KernelException naming the key and value: ENOENT, EINVAL...
   */
  public void set(Map<String, String> values) {
    set(values, Set.of());
  }

  /**
   * As {@link #set(Map)}.
   *
   * @param optional keys that this kernel may lack
   */
  public void set(Map<String, String> values, Set<String> optional) {
    namespace.visit(
        () -> {
          values.forEach((key, value) -> write(key, value, optional.contains(key)));
          return true;
        });
  }

  public void set(String key, String value) {
    set(Map.of(key, value));
  }

  /** The value, without the line's end. */
  public String get(String key) {
    return namespace.visit(() -> read(key));
  }

  /** Whether this kernel has the key in this namespace. */
  public boolean has(String key) {
    String path = path(key);
    return namespace.visit(() -> Files.exists(Path.of(path)));
  }

  private static void write(String key, String value, boolean optional) {
    try {
      KernelFile.write("set " + key + "=" + value, path(key), value);
    } catch (KernelException e) {
      if (!optional || e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private static String read(String key) {
    String operation = "read " + key;
    NativeBuffer buffer = new NativeBuffer(MOST);
    int flags = LinuxConstants.O_RDONLY | LinuxConstants.O_CLOEXEC;
    int fd = check(operation, Syscalls.open(path(key), flags, 0));
    try {
      byte[] text = new byte[check(operation, Syscalls.read(fd, buffer.address(), MOST))];
      buffer.bytes().get(0, text);
      return new String(text, StandardCharsets.UTF_8).stripTrailing();
    } finally {
      Syscalls.close(fd);
      Reference.reachabilityFence(buffer);
    }
  }

  private static String path(String key) {
    String relative = key.indexOf('/') >= 0 ? key : key.replace('.', '/');
    if (!relative.startsWith("net/") || relative.contains("..")) {
      throw new IllegalArgumentException("not a setting of a network namespace: " + key);
    }
    return "/proc/sys/" + relative;
  }
}
