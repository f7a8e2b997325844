package dev.mignet.tcpmig.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

  @TempDir private Path folder;

  @Test
  void an_event_is_a_line_of_json() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (EventLog log = new EventLog(file, 1000)) {
      log.add(event("declined", "no-room"));
    }

    assertThat(file)
        .hasContent(
            """
            {"time":"2026-11-24T10:00:00.000001Z","node":"a","event":"declined",\
            "id":"0100000000000007","client":"10.9.1.1:4000","endpoint":"10.9.100.1:80",\
            "state":"gone","peer":"b","micros":12,"reason":"no-room"}
            """);
  }

  @Test
  void a_full_log_is_put_aside_so_that_two_files_are_all_there_is() throws IOException {
    Path file = folder.resolve("events.jsonl");
    int line = event("stored", "").line().length() + 1;
    try (EventLog log = new EventLog(file, 10L * line)) {
      for (int i = 0; i < 75; i++) {
        log.add(event("stored", ""));
        if (i % 5 == 4) {
          log.flush();
        }
      }
    }

    assertThat(Files.readAllLines(file)).hasSize(5);
    assertThat(Files.readAllLines(folder.resolve("events.jsonl.1"))).hasSize(10);
    assertThat(files()).hasSize(2);
  }

  @Test
  void a_log_that_was_there_is_added_to() throws IOException {
    Path file = Files.writeString(folder.resolve("events.jsonl"), "{}\n");
    try (EventLog log = new EventLog(file, 1000)) {
      log.add(event("stored", ""));
    }

    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void events_that_cannot_be_written_are_counted() {
    EventLog log = new EventLog(folder.resolve("missing").resolve("events.jsonl"), 1000);
    log.add(event("stored", ""));
    log.add(event("stored", ""));
    log.close();

    assertThat(log.lost()).isEqualTo(2);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static Event event(String name, String reason) {
    return new Event(
        Instant.parse("2026-11-24T10:00:00.000001Z"),
        "a",
        name,
        0x0100000000000007L,
        "10.9.1.1:4000",
        "10.9.100.1:80",
        "gone",
        "b",
        12,
        reason);
  }
}
