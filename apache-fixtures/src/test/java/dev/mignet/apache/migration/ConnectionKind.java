package dev.mignet.apache.migration;

import dev.mignet.apache.files.FileSet;
import dev.mignet.apache.migration.Visit.Page;
import dev.mignet.apache.server.Content;
import dev.mignet.nodes.testing.Patience;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/** The kinds of connections that clients make. */
enum ConnectionKind {
  /** One request, and the server closes. */
  HTTP_1_0(200) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      connection.send(visit.get(visit.small(), "1.0"));
      visit.expect(visit.small(), connection);
    }
  },

  /** Six requests one after another, whose connection goes back and forth. */
  KEEP_ALIVE(200) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      for (Page page : visit.tour()) {
        ask(connection, visit, page);
      }
    }
  },

  /** A request in three segments, cut in its line or behind it, with or without a pause between. */
  SPLIT_REQUEST(200) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      String request = visit.get(visit.small(), "1.1");
      int line = request.indexOf('\r');
      boolean inTheLine = visit.number() % 2 == 0;
      int first = inTheLine ? "GET /cla".length() : line + 4;
      int second = inTheLine ? line - 3 : request.length() - 2;
      int pause = visit.number() % 4 < 2 ? 0 : 5; // every other pair of visits has long ones
      connection.send(request.substring(0, first));
      pause(pause);
      connection.send(request.substring(first, second));
      pause(pause);
      connection.send(request.substring(second));
      visit.expect(visit.small(), connection);
    }
  },

  /** Requests that do not wait for the responses to those before. */
  PIPELINED(100) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      for (int i = 0; i < 3; i++) {
        connection.send(visit.get(visit.small(), "1.1"));
      }
      for (int i = 0; i < 3; i++) {
        visit.expect(visit.small(), connection);
      }
    }
  },

  /** 1 MB goes up, and the server answers with its digest. */
  UPLOAD(60) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      byte[] body = Content.FILES.content(new FileSet.Entry("upload", 1_000_000));
      connection.send(upload(visit, body) + "\r\n");
      connection.send(body);
      expectDigest(connection, visit, body);
    }
  },

  /** The same of a client that asks before whether it may. */
  EXPECT_CONTINUE(100) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      byte[] body = Content.FILES.content(new FileSet.Entry("upload", 5_000));
      connection.send(upload(visit, body) + "Expect: 100-continue\r\n\r\n");
      int status = connection.readHead().status();
      if (status != 100) {
        throw new IOException("status " + status + ", not 100");
      }
      connection.send(body);
      expectDigest(connection, visit, body);
    }
  },

  /** 5 MB come down. */
  BIG_RESPONSE(60) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      ask(connection, visit, visit.big());
    }
  },

  /** The client does not read for a while, so that its window is closed. */
  SLOW_READER(20) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      connection.send(visit.get(visit.big(), "1.1"));
      pause(300);
      visit.expect(visit.big(), connection);
    }
  },

  /** A client that can take a few segments at a time. */
  SMALL_RECEIVE_BUFFER(60) {
    @Override
    void set(Socket socket) throws IOException {
      socket.setReceiveBufferSize(8_192);
    }

    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      ask(connection, visit, visit.middling());
    }
  },

  /** A response in chunks, as they come from a script. */
  CHUNKED_RESPONSE(40) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      run(connection, visit, "parts", "part 1\npart 2\npart 3\n");
      ask(connection, visit, visit.small());
    }
  },

  /** A server that is silent for longer than it may put off its ACK. */
  SLOW_SCRIPT(20) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      run(connection, visit, "slow", "slow\n");
      ask(connection, visit, visit.small());
    }
  },

  /** A response that says how long it would be. */
  HEAD(100) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      connection.send(visit.head("HEAD", visit.big(), "1.1") + "\r\n");
      Visit.expectHead(visit.big().node(), 200, connection.readHead());
      ask(connection, visit, visit.small());
    }
  },

  /** The client has the page already. */
  NOT_MODIFIED(100) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      String since = "If-Modified-Since: Tue, 22 Apr 2003 00:00:00 GMT\r\n"; // as FileSet dates all
      connection.send(visit.head("GET", visit.small(), "1.1") + since + "\r\n");
      Visit.expectHead(visit.small().node(), 304, connection.readHead());
      ask(connection, visit, visit.small());
    }
  },

  /** The client says that it will send no more, and still gets its response. */
  HALF_CLOSE(200) {
    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      connection.send(visit.get(visit.small(), "1.1"));
      connection.endSending();
      visit.expect(visit.small(), connection);
      if (connection.drain() != 0) {
        throw new IOException("there is more than the response");
      }
    }
  },

  /** A client that asks, once a second, whether its idle server is still there. */
  PROBES(20) {
    @Override
    void set(Socket socket) throws IOException {
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 1);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
    }

    @Override
    void play(WebConnection connection, Visit visit) throws IOException {
      ask(connection, visit, visit.small());
      pause(1_200);
      ask(connection, visit, visit.small());
    }
  };

  /** Scripts that some kinds run, by their names. */
  static final Map<String, String> SCRIPTS =
      Map.of(
          "parts",
          """
          #!/bin/sh
          printf 'Content-Type: text/plain\\r\\n\\r\\n'
          for part in 1 2 3; do
            printf 'part %s\\n' $part
            sleep 0.01
          done
          """,
          "slow",
          """
          #!/bin/sh
          sleep 0.3
          printf 'Content-Type: text/plain\\r\\n\\r\\nslow\\n'
          """);

  private static final int REPEAT = Integer.getInteger("mignet.test.repeat", 1);

  private final int pairs;

  ConnectionKind(int pairs) {
    this.pairs = pairs;
  }

  /**
   * How many connections of the kind move in a test, and how many stay; by -Dmignet.test.repeat=N
   * so many times as many, and fewer where the machine asks for {@link Patience}.
   */
  int pairs() {
    return Math.max(2, (int) Patience.rate(pairs) * REPEAT);
  }

  /** Connects as clients of the kind do, from that port. */
  WebConnection open(InetSocketAddress server, int port) throws IOException {
    return WebConnection.open(
        server,
        socket -> {
          WebConnection.bind(socket, port);
          set(socket);
        });
  }

  /** Sets a socket that has not connected yet. */
  void set(Socket socket) throws IOException {}

  /** Plays a visit of this kind; an exception says what was not as it has to be. */
  abstract void play(WebConnection connection, Visit visit) throws IOException;

  private static void ask(WebConnection connection, Visit visit, Page page) throws IOException {
    connection.send(visit.get(page, "1.1"));
    visit.expect(page, connection);
  }

  private static void run(WebConnection connection, Visit visit, String script, String says)
      throws IOException {
    Page page = visit.script(script);
    connection.send(visit.get(page, "1.1"));
    Visit.expect(page.node(), says.getBytes(StandardCharsets.US_ASCII), connection.read());
  }

  /** The head of an upload, but for the empty line. */
  private static String upload(Visit visit, byte[] body) {
    return visit.head("POST", visit.script("upload"), "1.1")
        + "Content-Length: "
        + body.length
        + "\r\n";
  }

  private static void expectDigest(WebConnection connection, Visit visit, byte[] body)
      throws IOException {
    byte[] digest = (sha256(body) + "  -\n").getBytes(StandardCharsets.US_ASCII);
    Visit.expect(visit.script("upload").node(), digest, connection.read());
  }

  /** It is a part of what the client does, and waits for nothing. */
  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
