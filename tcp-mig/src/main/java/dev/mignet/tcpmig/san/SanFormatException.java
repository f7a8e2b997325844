package dev.mignet.tcpmig.san;

/** A datagram on the SAN that is no message of this cluster's protocol. */
public final class SanFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public SanFormatException(String message) {
    super(message);
  }
}
