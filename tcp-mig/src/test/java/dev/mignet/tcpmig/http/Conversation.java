package dev.mignet.tcpmig.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.SplittableRandom;

/** Requests, and the responses to them, of every kind of framing that RFC 9112 has. */
final class Conversation {
  private static final String[] METHODS = {"GET", "HEAD", "POST", "OPTIONS"};
  private static final String[] PLAIN_FIELDS = {
    "Host: a\r\n", "X-Long:  b c \r\n", "Accept: */*\r\n"
  };

  private final StringBuilder requests = new StringBuilder();
  private final StringBuilder responses = new StringBuilder();

  /** A conversation of so many exchanges. */
  Conversation(SplittableRandom random, int exchanges) {
    for (int i = 0; i < exchanges; i++) {
      String method = METHODS[random.nextInt(METHODS.length)];
      requests.append(method).append(" /class").append(random.nextInt(3)).append(" HTTP/1.1\r\n");
      fields(requests, random);
      message(requests, random, method.equals("POST") ? random.nextInt(3) : 0, true);
      respond(method, random);
    }
  }

  byte[] requests() {
    return requests.toString().getBytes(ISO_8859_1);
  }

  byte[] responses() {
    return responses.toString().getBytes(ISO_8859_1);
  }

  /** A body in chunks, with extensions and trailers now and then. */
  static String chunked(SplittableRandom random) {
    StringBuilder body = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      int size = 1 + random.nextInt(40);
      body.append(Integer.toHexString(size)).append(random.nextInt(4) == 0 ? ";x=y" : "");
      body.append("\r\n").append("0\r\n".repeat(14), 0, size).append("\r\n");
    }
    return body.append("0\r\n").append(random.nextInt(4) == 0 ? "T: u\r\n" : "") + "\r\n";
  }

  private void respond(String method, SplittableRandom random) {
    if (random.nextInt(5) == 0) {
      responses.append("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (random.nextInt(6) == 0) {
      responses.append(random.nextBoolean() ? "HTTP/1.1 204 No\r\n" : "HTTP/1.1 304 Not\r\n");
      fields(responses, random);
      responses.append("\r\n");
      return;
    }
    responses.append("HTTP/1.1 200 OK\r\n");
    fields(responses, random);
    message(responses, random, 1 + random.nextInt(2), !method.equals("HEAD"));
  }

  private static void fields(StringBuilder head, SplittableRandom random) {
    for (int i = random.nextInt(3); i > 0; i--) {
      head.append(PLAIN_FIELDS[random.nextInt(PLAIN_FIELDS.length)]);
    }
  }

  /** The end of a head, and the body: none, one of a length that is told, or chunks. */
  private static void message(
      StringBuilder head, SplittableRandom random, int framing, boolean withBody) {
    switch (framing) {
      case 0 -> head.append("\r\n");
      case 1 -> {
        int length = random.nextInt(300);
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        head.append("b".repeat(withBody ? length : 0));
      }
      default -> {
        head.append("transfer-encoding: gzip, chunked\r\n\r\n");
        head.append(withBody ? chunked(random) : "");
      }
    }
  }
}
