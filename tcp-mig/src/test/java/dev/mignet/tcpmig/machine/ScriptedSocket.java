package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.SocketReport;
import java.util.Arrays;
import java.util.List;

/**
 * What the kernel says of a socket, from a line of a script: {@code STATE [received N] [acked N]
 * [queue N] [rtt N] [window N] [unread N] [silent N] [unheard N]}. Its own window is 65000.
 */
final class ScriptedSocket {
  private ScriptedSocket() {}

  static SocketReport report(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    int state =
        switch (words.get(0)) {
          case "NONE" -> SocketReport.NONE;
          case "ESTABLISHED" -> SocketReport.ESTABLISHED;
          case "SYN_RECV" -> SocketReport.SYN_RECV;
          case "TIME_WAIT" -> SocketReport.TIME_WAIT;
          case "CLOSE_WAIT" -> SocketReport.CLOSE_WAIT;
          default -> throw new IllegalArgumentException("no state of a socket: " + line);
        };
    return new SocketReport()
        .set(
            state,
            value(words, "queue"),
            value(words, "acked"),
            value(words, "received"),
            value(words, "rtt"),
            value(words, "window"))
        .queues(value(words, "unread"), 0)
        .voice(65_000, value(words, "silent"), value(words, "unheard"));
  }

  private static int value(List<String> words, String name) {
    int at = words.indexOf(name);
    return at < 0 ? 0 : Integer.parseInt(words.get(at + 1));
  }
}
