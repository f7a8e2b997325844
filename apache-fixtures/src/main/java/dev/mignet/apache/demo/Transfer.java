package dev.mignet.apache.demo;

/**
 * One request and its response, as curl reports them.
 *
 * @param status of HTTP
 * @param newConnections that curl opened for it: 0 where it used one that was open
 * @param clientPort the client's port of the connection
 * @param firstByteMicros from the start of the transfer, the connection's set-up included where
 *     there was one, to the first byte of the response
 * @param totalMicros to its last byte
 * @param node who served it, by the header {@code X-Node}
 * @param intact whether the body is that of the file, byte by byte
 */
record Transfer(
    int status,
    int newConnections,
    int clientPort,
    long firstByteMicros,
    long totalMicros,
    String node,
    boolean intact) {

  /** What {@link #parse} reads, in the language of curl's {@code --write-out}. */
  static final String FORMAT =
      "%{http_code} %{num_connects} %{local_port} %{time_starttransfer} %{time_total}"
          + " %header{x-node}\\n";

  /** Reads a line that curl has written in {@link #FORMAT}. */
  static Transfer parse(String line, boolean intact) {
    String[] fields = line.strip().split(" ", -1);
    if (fields.length < 5) {
      throw new IllegalArgumentException("not a report of curl: \"" + line + '"');
    }
    return new Transfer(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        micros(fields[3]),
        micros(fields[4]),
        fields.length > 5 ? fields[5] : "",
        intact);
  }

  private static long micros(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1e6);
  }

  boolean succeeded() {
    return status == 200 && intact;
  }
}
