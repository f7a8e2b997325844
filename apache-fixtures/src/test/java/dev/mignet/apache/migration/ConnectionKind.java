package dev.mignet.apache.migration;

import dev.mignet.apache.files.FileSet;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.apache.server.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** The kinds of connections that clients make. */
enum ConnectionKind {
  /** One request, and the server closes. */
  HTTP_1_0 {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      connection.send(visit.get(visit.small(), "1.0"));
      visit.expect(visit.small(), connection);
    }
  },

  /** Six requests one after another, whose connection goes back and forth. */
  KEEP_ALIVE {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      for (Page page : visit.tour()) {
        connection.send(visit.get(page, "1.1"));
        visit.expect(page, connection);
      }
    }
  },

  /** A request in three segments, cut in its line or behind it, with or without a pause between. */
  SPLIT_REQUEST {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      String request = visit.get(visit.small(), "1.1");
      int line = request.indexOf('\r');
      boolean inTheLine = visit.number() % 2 == 0;
      int first = inTheLine ? "GET /cla".length() : line + 4;
      int second = inTheLine ? line - 3 : request.length() - 2;
      connection.send(request.substring(0, first));
      pause(visit);
      connection.send(request.substring(first, second));
      pause(visit);
      connection.send(request.substring(second));
      visit.expect(visit.small(), connection);
    }
  },

  /** 300,000 bytes go up, and the server answers with their digest. */
  UPLOAD {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      byte[] body = Content.FILES.content(new FileSet.Entry("upload", 300_000));
      String head = visit.head("POST", visit.upload(), "1.1");
      connection.send(head + "Content-Length: " + body.length + "\r\n\r\n");
      connection.send(body);
      byte[] digest = (sha256(body) + "  -\n").getBytes(StandardCharsets.US_ASCII);
      Visit.expect(visit.upload().node(), digest, connection.read());
    }
  },

  /** 5 MB come down. */
  BIG_RESPONSE {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      connection.send(visit.get(visit.big(), "1.1"));
      visit.expect(visit.big(), connection);
    }
  },

  /** The client says that it will send no more, and still gets its response. */
  HALF_CLOSE {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      connection.send(visit.get(visit.small(), "1.1"));
      connection.endSending();
      visit.expect(visit.small(), connection);
      if (connection.drain() != 0) {
        throw new IOException("there is more than the response");
      }
    }
  };

  /** Plays a visit of this kind; an exception says what was not as it has to be. */
  abstract void play(WebConnection connection, Visit visit) throws IOException;

  /** Every other pair of visits has long pauses. */
  private static void pause(Visit visit) {
    if (visit.number() % 4 < 2) {
      return;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
