package dev.mignet.nodes.linux;

import java.util.Objects;

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

  // In English, whatever the user's language is.
  private static final LibcFunction NAME = new LibcFunction("strerrorname_np", 1);
  private static final LibcFunction TEXT = new LibcFunction("strerrordesc_np", 1);

  private Errno() {}

  /** The symbolic name, such as {@code EEXIST}; {@code errno} for a number without one. */
  public static String name(int errno) {
    return Objects.requireNonNullElse(NAME.text(errno), "errno");
  }

  /**
   * The C library's text, such as {@code File exists}; {@code Unknown error} for a number without
   * one.
   */
  public static String text(int errno) {
    return Objects.requireNonNullElse(TEXT.text(errno), "Unknown error");
  }
}
