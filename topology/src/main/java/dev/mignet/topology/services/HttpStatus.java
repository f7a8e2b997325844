package dev.mignet.topology.services;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/** Asks an HTTP server once, from the calling thread's network namespace. */
final class HttpStatus {

  private static final int LIMIT_MILLIS = 400;

  private HttpStatus() {}

  /**
   * Whether the answer has this status.
   *
   * @throws IOException where there is no answer, or one with another status
   */
  static boolean isAnswered(URI url, int status) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    // Kept connections are found again by their URL, and other nodes have the same ones.
    connection.setRequestProperty("Connection", "close");
    try {
      int found = connection.getResponseCode();
      if (found != status) {
        throw new IOException(url + " answers with status " + found);
      }
      return true;
    } finally {
      connection.disconnect();
    }
  }
}
