package dev.mignet.apache.trace;

import java.util.List;

/**
 * A ladder diagram: vertical lines for places, one below the other what went between them.
 *
 * @param title what it shows
 * @param columns from left to right
 * @param rows in the order of time
 */
record Ladder(String title, List<Column> columns, List<Row> rows) {

  /**
   * A place.
   *
   * @param role such as {@code client}; below the name
   */
  record Column(String name, String role) {}

  /** What kind of thing goes along an arrow. */
  enum Kind {
    /** A segment of the client. */
    REQUEST,
    /** A segment of a server. */
    RESPONSE,
    /** A message of the migration protocol. */
    MESSAGE
  }

  /** What stands at one height. */
  sealed interface Row permits Arrow, Change, Fold {
    /** When, in nanoseconds since 1970. */
    long nanos();
  }

  /**
   * A packet from where it was seen first to where it was seen last.
   *
   * @param stops the columns that it came to, at least two, from left to right or from right to
   *     left
   * @param travel from the first to the last, in nanoseconds
   */
  record Arrow(long nanos, List<Integer> stops, long travel, Kind kind, String label)
      implements Row {

    boolean goesRight() {
      return stops.get(0) < last();
    }

    int first() {
      return stops.get(0);
    }

    int last() {
      return stops.get(stops.size() - 1);
    }
  }

  /**
   * A node has changed its mind about the connection.
   *
   * @param state that it is in from now on
   * @param text what happened
   */
  record Change(long nanos, int column, String state, String text) implements Row {}

  /** Packets that are left out. */
  record Fold(long nanos, String text) implements Row {}
}
