package dev.mignet.apache.migration;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response as it came (RFC 9112).
 *
 * @param fields by name, in small letters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebResponse(int status, Map<String, String> fields, byte[] body) {

  /** The node whose server answered. */
  String node() {
    return fields.getOrDefault("x-node", "nobody");
  }

  /** Reads one response to its end, which may be that of the stream. */
  static WebResponse read(InputStream in) throws IOException {
    WebResponse head = readHead(in);
    return new WebResponse(head.status(), head.fields(), readBody(in, head.fields()));
  }

  /**
   * Reads the head of a response without a body: to HEAD, or with a status such as 100 or 304 (RFC
   * 9112, section 6.3).
   */
  static WebResponse readHead(InputStream in) throws IOException {
    String status = line(in);
    Map<String, String> fields = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new WebResponse(Integer.parseInt(status.split(" ", 3)[1]), fields, new byte[0]);
  }

  private static byte[] readBody(InputStream in, Map<String, String> fields) throws IOException {
    if (fields.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return readChunks(in);
    }
    String length = fields.get("content-length");
    return length == null ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size;
    do {
      size = Integer.parseInt(line(in), 16);
      body.write(exactly(in, size));
      line(in);
    } while (size > 0);
    return body.toByteArray();
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the body ends after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ends after \"" + line + '"');
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
