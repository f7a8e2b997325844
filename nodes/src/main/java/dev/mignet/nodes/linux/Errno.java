package dev.mignet.nodes.linux;

/**
 * Error numbers of the generic Linux ABI (x86-64 and aarch64 alike), from {@code
 * asm-generic/errno.h}, and their names.
 *
 * <p>Only those that Mignet's code tells apart have a constant; every number has a name and a text.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int EINVAL = 22;
  public static final int EADDRINUSE = 98;
  public static final int EADDRNOTAVAIL = 99;
  public static final int ENOBUFS = 105;

  private Errno() {}

  /** The symbolic name, such as {@code EEXIST}; {@code errno} for a number without one. */
  public static String name(int errno) {
    jnr.constants.platform.Errno known = jnr.constants.platform.Errno.valueOf(errno);
    return known == jnr.constants.platform.Errno.__UNKNOWN_CONSTANT__ ? "errno" : known.name();
  }

  /**
   * The kernel's text, such as {@code File exists}; {@code Unknown error} for a number without one.
   */
  public static String text(int errno) {
    jnr.constants.platform.Errno known = jnr.constants.platform.Errno.valueOf(errno);
    return known == jnr.constants.platform.Errno.__UNKNOWN_CONSTANT__
        ? "Unknown error"
        : known.description();
  }
}
