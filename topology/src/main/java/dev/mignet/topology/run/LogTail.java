package dev.mignet.topology.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of log files, for a message. */
final class LogTail {

  private static final int LINES = 10;

  private LogTail() {}

  /** The end of each log that has something in it, on lines of its own; else the empty string. */
  static String of(List<Path> logs) {
    StringBuilder text = new StringBuilder();
    for (Path log : logs) {
      List<String> lines = lines(log);
      if (!lines.isEmpty()) {
        text.append("\n  ").append(log).append(':');
        lines
            .subList(Math.max(0, lines.size() - LINES), lines.size())
            .forEach(line -> text.append("\n    ").append(line));
      }
    }
    return text.toString();
  }

  private static List<String> lines(Path log) {
    try {
      // Not readAllLines: a log may hold any bytes.
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of(); // no log, nothing to show
    }
  }
}
