package dev.mignet.apache.migration;

import dev.mignet.apache.files.FileSet;
import dev.mignet.apache.server.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One client's connection: what it asks for, and which node has to answer. One that moves asks for
 * what the policy sends elsewhere; the other kind, for the control run, is served where it landed.
 */
final class Visit {
  /** Where the front-end lets all connections land. */
  static final String HOME = "a";

  /**
   * A request that was sent.
   *
   * @param target path and query, unlike that of any other request
   * @param node that has to answer it
   */
  record Request(String target, String node) {}

  /** A page and the node that has to serve it. */
  record Page(String path, int size, String node) {
    static Page ofClass(int fileClass, int file, String node) {
      return new Page("class" + fileClass + "/file" + file, FileSet.size(fileClass, file), node);
    }

    byte[] content() {
      return CONTENT.computeIfAbsent(
          path, key -> Content.FILES.content(new FileSet.Entry(path, size)));
    }
  }

  private static final Map<String, byte[]> CONTENT = new ConcurrentHashMap<>();

  private final boolean moves;
  private final int number;
  private final String tag;
  private final List<Request> requests = new ArrayList<>();

  /**
   * @param kind names the run in the servers' logs
   * @param number of the visit among those of its kind
   */
  Visit(String kind, boolean moves, int number) {
    this.moves = moves;
    this.number = number;
    this.tag = kind + "-" + number;
  }

  boolean moves() {
    return moves;
  }

  int number() {
    return number;
  }

  /** What was asked for, in this order. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** One that fits into a segment. */
  Page small() {
    return Page.ofClass(0, 8, moves ? "b" : HOME);
  }

  /** 5 MB. */
  Page big() {
    return new Page(moves ? "class0/big" : "class2/big", FileSet.BIG, moves ? "b" : HOME);
  }

  /** 92 KB. */
  Page middling() {
    return Page.ofClass(2, 8, moves ? "b" : HOME);
  }

  /** Six pages, all over the cluster: from a to b, c, a, b and back to a. */
  List<Page> tour() {
    return List.of(
        Page.ofClass(2, 0, HOME),
        Page.ofClass(0, 1, moves ? "b" : HOME),
        Page.ofClass(1, 2, moves ? "c" : HOME),
        Page.ofClass(3, 0, HOME),
        Page.ofClass(0, 4, moves ? "b" : HOME),
        Page.ofClass(3, 1, HOME));
  }

  /** A script, such as {@code upload}, and the node that has to run it. */
  Page script(String name) {
    return new Page("cgi-bin/" + name, 0, moves ? "b" : HOME);
  }

  /** A request's line and its Host field; the caller adds what it likes and the empty line. */
  String head(String method, Page page, String version) {
    String target = "/" + page.path() + (moves ? "?move-" : "?stay-") + tag + "-" + requests.size();
    requests.add(new Request(target, page.node()));
    return method + " " + target + " HTTP/" + version + "\r\nHost: web\r\n";
  }

  /** A whole GET request. */
  String get(Page page, String version) {
    return head("GET", page, version) + "\r\n";
  }

  /** Reads the response and compares it with the page. */
  void expect(Page page, WebConnection connection) throws IOException {
    expect(page.node(), page.content(), connection.read());
  }

  /** Compares a response with what it has to be. */
  static void expect(String node, byte[] body, WebResponse response) throws IOException {
    expectHead(node, 200, response);
    if (!Arrays.equals(response.body(), body)) {
      throw new IOException(
          "the body differs at byte %d; %d bytes, not %d: %s"
              .formatted(
                  Arrays.mismatch(response.body(), body),
                  response.body().length,
                  body.length,
                  new String(
                      response.body(),
                      0,
                      Math.min(100, response.body().length),
                      StandardCharsets.ISO_8859_1)));
    }
  }

  /** Another server answered than the one that had to. */
  @SuppressWarnings("serial")
  static final class WrongServer extends IOException {
    WrongServer(String message) {
      super(message);
    }
  }

  /** Compares a response's status, and who answered, with what they have to be. */
  static void expectHead(String node, int status, WebResponse response) throws IOException {
    if (response.status() != status) {
      throw new IOException("status " + response.status() + ", not " + status);
    }
    if (!response.node().equals(node)) {
      throw new WrongServer("served by " + response.node() + ", not " + node);
    }
  }
}
