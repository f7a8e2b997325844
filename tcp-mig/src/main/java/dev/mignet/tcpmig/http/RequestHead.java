package dev.mignet.tcpmig.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a request's line and, of its fields, those that say where the request ends (RFC 9112,
 * sections 3, 5 and 6).
 */
final class RequestHead {
  /** How far a request line has come. */
  enum Line {
    COMPLETE,
    INCOMPLETE,
    NO_HTTP
  }

  private static final int LONGEST_METHOD = 20;
  private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

  private final FieldReader fields = new FieldReader();
  private String method = "";
  private String target = "";

  /**
   * Reads the request line at the beginning of {@code bytes}; empty lines before it are no HTTP
   * here, though RFC 9112 2.2 lets a server skip them.
   */
  Line readLine(byte[] bytes, int length) {
    int methodEnd = 0;
    while (methodEnd < length && bytes[methodEnd] >= 'A' && bytes[methodEnd] <= 'Z') {
      methodEnd++;
    }
    if (methodEnd == length) {
      return methodEnd > LONGEST_METHOD ? Line.NO_HTTP : Line.INCOMPLETE;
    }
    if (methodEnd == 0 || methodEnd > LONGEST_METHOD || bytes[methodEnd] != ' ') {
      return Line.NO_HTTP;
    }
    int lineEnd = indexOf(bytes, methodEnd, length, (byte) '\n');
    if (lineEnd < 0) {
      return Line.INCOMPLETE;
    }
    int targetEnd = indexOf(bytes, methodEnd + 1, lineEnd, (byte) ' ');
    if (targetEnd < 0 || !isVersion1(bytes, targetEnd + 1, lineEnd)) {
      return Line.NO_HTTP; // HTTP/2, whose preface begins with a line as well, or no HTTP at all
    }
    method = new String(bytes, 0, methodEnd, StandardCharsets.ISO_8859_1);
    target =
        new String(bytes, methodEnd + 1, targetEnd - methodEnd - 1, StandardCharsets.ISO_8859_1);
    return Line.COMPLETE;
  }

  /** Reads the fields of a complete head; false where its end cannot be told. */
  boolean readFields(byte[] bytes, int headLength) {
    return fields.read(bytes, headLength);
  }

  /** Length of the head with its empty line, or -1 where that has not come yet. */
  static int endOfHead(byte[] bytes, int length) {
    for (int i = 3; i < length; i++) {
      if (bytes[i] == '\n'
          && bytes[i - 1] == '\r'
          && bytes[i - 2] == '\n'
          && bytes[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  /** Bytes of body that Content-Length tells; 0 without it. */
  long contentLength() {
    return Math.max(0, fields.contentLength());
  }

  boolean chunked() {
    return fields.chunked();
  }

  private static boolean isVersion1(byte[] bytes, int from, int to) {
    return Arrays.equals(
        bytes, from, Math.min(to, from + VERSION.length), VERSION, 0, VERSION.length);
  }

  private static int indexOf(byte[] bytes, int from, int to, byte wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
