package dev.mignet.apache.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Apache's multi-processing modules: how it spreads connections over processes and threads. */
enum Mpm {
  /** Threads, and an idle keep-alive connection holds none. Apache's default. */
  EVENT,
  /** One process a connection, as at the time of the paper. */
  PREFORK,
  /** One thread a connection. */
  WORKER;

  /** The name in the YAML. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The module, without {@code mod_}. */
  String module() {
    return "mpm_" + key();
  }

  /** Runs scripts: a threaded server must not fork, so that a helper process does it. */
  String cgiModule() {
    return this == PREFORK ? "cgi" : "cgid";
  }

  static Optional<Mpm> of(String key) {
    return Arrays.stream(values()).filter(mpm -> mpm.key().equals(key)).findFirst();
  }

  /** {@code event, prefork, worker}. */
  static String keys() {
    return Arrays.stream(values()).map(Mpm::key).collect(Collectors.joining(", "));
  }
}
