package dev.mignet.tcpmig.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the fields of a message head that say how long its body is (RFC 9112, section 6). */
final class FieldReader {
  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");

  /**
   * Bodies above this many bytes are not followed: a sequence number tells positions only within
   * 2^31.
   */
  private static final long MAX_BODY = 1L << 30;

  private long contentLength;
  private boolean chunked;

  /**
   * Reads all fields; false where the body's length is malformed, contradictory or too large to
   * follow.
   */
  boolean read(byte[] head, int length) {
    contentLength = -1;
    chunked = false;
    int line = nextLine(head, 0, length);
    while (line < length && head[line] != '\r') {
      int next = nextLine(head, line, length);
      if (!readField(head, line, next)) {
        return false;
      }
      line = next;
    }
    return true;
  }

  /** The Content-Length, or -1 without one. */
  long contentLength() {
    return contentLength;
  }

  boolean chunked() {
    return chunked;
  }

  private boolean readField(byte[] head, int from, int to) {
    if (named(head, from, to, CONTENT_LENGTH)) {
      String value = value(head, from + CONTENT_LENGTH.length, to);
      if (value.isEmpty()
          || value.length() > 10
          || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
      long told = Long.parseLong(value);
      boolean contradicts = contentLength >= 0 && contentLength != told;
      contentLength = told;
      return !contradicts && told <= MAX_BODY;
    }
    if (named(head, from, to, TRANSFER_ENCODING)) {
      chunked |=
          value(head, from + TRANSFER_ENCODING.length, to)
              .toLowerCase(Locale.ROOT)
              .contains("chunked");
    }
    return true;
  }

  private static boolean named(byte[] head, int from, int to, byte[] name) {
    if (from + name.length >= to || head[from + name.length] != ':') {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if ((head[from + i] | 0x20) != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static String value(byte[] head, int colon, int to) {
    return new String(head, colon + 1, to - colon - 1, StandardCharsets.ISO_8859_1).strip();
  }

  private static int nextLine(byte[] head, int from, int length) {
    int at = from;
    while (at < length && head[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
