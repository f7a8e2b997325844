package dev.mignet.nodes.linux;

import java.io.Serial;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernel refused something: what was asked, the error number and the kernel's text, as in
 * {@code add link veth0: EEXIST (17): File exists}. The one error type of everything that talks to
 * Linux.
 */
public final class KernelException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String operation;
  private final int errno;

  /**
   * @param operation what was asked, such as {@code add link veth0}
   * @param errno the positive error number
   */
  public KernelException(String operation, int errno) {
    this(operation, errno, null);
  }

  /**
   * @param detail more of the kernel's own words (netlink's extended acknowledgement), appended in
   *     brackets when given
   */
  public KernelException(String operation, int errno, @Nullable String detail) {
    super(message(operation, errno, detail));
    this.operation = operation;
    this.errno = errno;
  }

  /** What was asked of the kernel. */
  public String operation() {
    return operation;
  }

  /** The positive error number; compare with {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** Returns {@code result} unless it is a negative errno, which it throws. */
  public static int check(String operation, int result) {
    if (result < 0) {
      throw new KernelException(operation, -result);
    }
    return result;
  }

  /** As {@link #check(String, int)}; the operation is only put into words when it failed. */
  public static int check(Supplier<String> operation, int result) {
    if (result < 0) {
      throw new KernelException(operation.get(), -result);
    }
    return result;
  }

  /** As {@link #check(String, int)}, naming the object of the operation only when it failed. */
  public static int check(String verb, String object, int result) {
    if (result < 0) {
      throw new KernelException(verb + " " + object, -result);
    }
    return result;
  }

  private static String message(String operation, int errno, @Nullable String detail) {
    String text =
        "%s: %s (%d): %s".formatted(operation, Errno.name(errno), errno, Errno.text(errno));
    return detail == null || detail.isEmpty() ? text : text + " [" + detail + "]";
  }
}
