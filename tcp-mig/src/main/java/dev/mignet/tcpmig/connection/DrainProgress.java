package dev.mignet.tcpmig.connection;

/**
 * How long a connection has been waiting for its server's last response. Times are milliseconds of
 * CLOCK_MONOTONIC.
 */
public final class DrainProgress {
  private boolean on;
  private long begun;
  private long heldSince;

  /** The server owes something: what the client sends is held from now on. */
  public void begin(long now) {
    on = true;
    begun = now;
    heldSince = now;
  }

  /** It is over, whatever came of it. */
  public void end() {
    on = false;
  }

  /** Whether the connection waits, or waited before its socket was looked at once more. */
  public boolean on() {
    return on;
  }

  /** How long it has been going on. */
  public long elapsed(long now) {
    return now - begun;
  }

  /** The client has been acknowledged all that was held; what it sends from now on is new. */
  public void acknowledged() {
    heldSince = Connection.NEVER;
  }

  /** Data are held, the oldest that have not been acknowledged perhaps. */
  public void held(long now) {
    heldSince = Math.min(heldSince, now);
  }

  /** How long the oldest bytes have waited for an acknowledgment; negative where there are none. */
  public long unacknowledged(long now) {
    return now - heldSince;
  }
}
