package dev.mignet.tcpmig.connection;

/** The connections of other nodes that are served here, or have a place here. */
public final class Guests {
  private final int capacity;
  private int count;

  /**
   * For so many.
   *
   * @param capacity at least 1; the node declines more
   */
  public Guests(int capacity) {
    this.capacity = capacity;
  }

  /** Counts a connection, or no longer, by what it is now. */
  public void note(Connection connection) {
    boolean guest = isGuest(connection);
    if (guest != connection.countedGuest()) {
      count += guest ? 1 : -1;
      connection.setCountedGuest(guest);
    }
  }

  /** The connection is over. */
  public void forget(Connection connection) {
    if (connection.countedGuest()) {
      count--;
      connection.setCountedGuest(false);
    }
  }

  /** Whether there is one more than the node takes. */
  public boolean tooMany() {
    return count > capacity;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** A connection that has come back to where its client's packets come first is none. */
  private static boolean isGuest(Connection connection) {
    return switch (connection.state()) {
      case LOCAL, DRAINING, CHECKING, WAIT ->
          connection.importedFrom() != 0 && connection.home() != 0;
      case IMPORTING -> connection.migration() != null;
      case SHIPPING, FORWARD, RELAY -> false;
    };
  }
}
