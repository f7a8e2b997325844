package dev.mignet.topology.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The TCP sockets that listen in the calling thread's network namespace, as {@code
 * /proc/thread-self/net/tcp} tells them (Documentation/networking/proc_net_tcp.rst): whatever
 * address they listen at, and without a connection that the server would see.
 */
final class Listeners {

  private static final Path FOLDER = Path.of("/proc/thread-self/net");
  private static final String LISTEN = "0A"; // TCP_LISTEN, include/net/tcp_states.h

  private Listeners() {}

  /** Whether there is one at this port. */
  static boolean any(int port) throws IOException {
    return any(FOLDER.resolve("tcp"), port) || any(FOLDER.resolve("tcp6"), port);
  }

  private static boolean any(Path table, int port) throws IOException {
    try (Stream<String> lines = Files.lines(table)) {
      return lines.anyMatch(line -> isListener(line, port));
    } catch (NoSuchFileException e) {
      return false; // a kernel without IPv6
    }
  }

  /** A line is {@code sl local_address rem_address st ...}, addresses in hexadecimal. */
  static boolean isListener(String line, int port) {
    List<String> words = List.of(line.trim().split("\\s+"));
    return words.size() > 3
        && words.get(1).endsWith(String.format(":%04X", port))
        && words.get(3).equals(LISTEN);
  }
}
