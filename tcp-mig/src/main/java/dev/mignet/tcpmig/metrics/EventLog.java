package dev.mignet.tcpmig.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events of a daemon as lines of JSON in a file. When the file is full it is put aside, under
 * its name and {@code .1}, and a new one begun: the two are never larger than twice the limit.
 *
 * <p>The packet loop only collects; {@link #flush} hands over to a thread that writes. Where that
 * one cannot follow, events are lost and counted.
 */
public final class EventLog implements AutoCloseable {
  /** So many events are handed over at once, at the most. */
  private static final int MOST_COLLECTED = 1024;

  /** So many bundles of them may wait to be written. */
  private static final int MOST_WAITING = 16;

  private static final int PATIENCE_MILLIS = 1000;

  private final Path file;
  private final long limit;
  private final BlockingQueue<List<Event>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer = new Thread(this::write, "event-log");
  private List<Event> collected = new ArrayList<>();
  private volatile boolean ended;
  private boolean complained;

  /**
   * A log in that file, which is added to if it exists.
   *
   * @param limit of the file, in bytes
   */
  public EventLog(Path file, long limit) {
    this.file = file;
    this.limit = limit;
    writer.setDaemon(true);
    writer.start();
  }

  /** Adds an event, to be written at the next {@link #flush}. Not for several threads. */
  public void add(Event event) {
    collected.add(event);
    if (collected.size() >= MOST_COLLECTED) {
      flush();
    }
  }

  /** Hands over what has been collected. Does not block. */
  public void flush() {
    if (collected.isEmpty()) {
      return;
    }
    if (!waiting.offer(collected)) {
      lost.addAndGet(collected.size());
    }
    collected = new ArrayList<>();
  }

  /** Events that could not be written. */
  public long lost() {
    return lost.get();
  }

  private void write() {
    try {
      while (!ended || !waiting.isEmpty()) {
        List<Event> events = waiting.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (events != null && !events.isEmpty()) {
          write(events);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that
    }
  }

  private void write(List<Event> events) {
    StringBuilder lines = new StringBuilder();
    events.forEach(event -> lines.append(event.line()).append('\n'));
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    try {
      if (Files.exists(file) && Files.size(file) + bytes.length > limit) {
        Path aside = file.resolveSibling(file.getFileName() + ".1");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      lost.addAndGet(events.size());
      if (!complained) {
        System.err.println("cannot write the event log: " + e);
        complained = true;
      }
    }
  }

  /** Writes what there is, and ends. */
  @Override
  public void close() {
    flush();
    ended = true;
    try {
      // An interrupt would break off what is being written.
      waiting.offer(List.of(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      writer.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
