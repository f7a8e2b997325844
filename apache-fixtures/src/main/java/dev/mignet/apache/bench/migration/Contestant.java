package dev.mignet.apache.bench.migration;

/** Who brings requests to back-ends. */
enum Contestant {
  /** The front-end routes each connection to a or b, in a lab without daemons and their rules. */
  WITHOUT("without Mignet", "10.9.100.1:80", "/"),

  /** The same with daemons, which look at each request and leave the connection where it is. */
  UNMOVED("Mignet, none migrates", "10.9.100.1:80", "/"),

  /** The first request of each connection makes it migrate to c. */
  MIGRATED("Mignet, all migrate", "10.9.100.1:80", "//"),

  /** HAProxy ends each of its connections to a server with the response. */
  PROXY_CLOSE("HAProxy, http-server-close", "10.9.1.1:8001", "//"),

  /** HAProxy keeps its connections to servers. */
  PROXY_KEEP_ALIVE("HAProxy, keep-alive", "10.9.1.1:8002", "//"),

  /** It keeps them, and responses stay in the kernel. */
  PROXY_SPLICE("HAProxy, splice", "10.9.1.1:8003", "//");

  private final String label;
  private final String server;
  private final String root;

  Contestant(String label, String server, String root) {
    this.label = label;
    this.server = server;
    this.root = root;
  }

  String label() {
    return label;
  }

  /** Address and port, as the client is to use them. */
  String server() {
    return server;
  }

  /** The path of a file of the set, such as {@code class1/file0}. */
  String path(String file) {
    return root + file;
  }

  /** Whether its requests are for c, the back-end to which no connection is handed. */
  boolean isSwitched() {
    return root.equals("//");
  }

  /** Whether it needs the lab that has daemons. */
  boolean needsDaemons() {
    return this == UNMOVED || this == MIGRATED;
  }
}
