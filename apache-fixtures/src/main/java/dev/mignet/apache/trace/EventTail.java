package dev.mignet.apache.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is added to an event log from now on. */
final class EventTail {

  private final Path file;
  private final List<StateChange> changes = new ArrayList<>();
  private long position;

  /** Of a file that need not exist yet. */
  EventTail(Path file) throws IOException {
    this.file = file;
    this.position = Files.exists(file) ? Files.size(file) : 0;
  }

  /** All that has come, up to the end of the last whole line. */
  List<StateChange> read() throws IOException {
    if (!Files.exists(file)) {
      return changes;
    }
    byte[] all = Files.readAllBytes(file);
    if (all.length < position) {
      position = 0; // a full log was put aside
    }
    int end = all.length;
    while (end > position && all[end - 1] != '\n') {
      end--;
    }
    byte[] news = Arrays.copyOfRange(all, Math.toIntExact(position), end);
    new String(news, StandardCharsets.UTF_8).lines().map(StateChange::parse).forEach(changes::add);
    position = end;
    return changes;
  }
}
