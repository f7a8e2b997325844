package dev.mignet.topology.spi;

import org.jspecify.annotations.Nullable;

/** An operation on a lab failed; the message is for the user and says what to do about it. */
public final class LabException extends RuntimeException {

  /** A failure with no deeper cause worth keeping. */
  public LabException(String message) {
    super(message);
  }

  /** A failure that something else caused. */
  public LabException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
