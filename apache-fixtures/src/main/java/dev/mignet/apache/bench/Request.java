package dev.mignet.apache.bench;

/** The two kinds of request that are compared: files of nearly the same size, small ones. */
enum Request {
  /** 1,024 bytes, no rule of the policy: served where the connection landed, at a or b. */
  DIRECT("/class1/file0"),
  /** 921 bytes; its connection moves to {@link #TARGET}. */
  MIGRATED("/class0/file8");

  /** The back-end to which no connection is handed, and to which they migrate. */
  static final String TARGET = "c";

  private final String path;

  Request(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** Whether a response of that back-end to this request is what was to be measured. */
  boolean isServedBy(String node) {
    return node.equals(TARGET) == (this == MIGRATED);
  }
}
