package dev.mignet.topology.look;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Prints log files, and what is added to them, each piece under the name of its file. */
public final class LogFollower {

  private static final int MOST_AT_ONCE = 1 << 20;
  private static final long PAUSE_MILLIS = 200;

  private final PrintWriter out;
  private final Map<Path, Long> positions = new LinkedHashMap<>();
  private Path current = Path.of("");

  /** A follower of these files, which need not exist yet. */
  public LogFollower(PrintWriter out, List<Path> logs) {
    this.out = out;
    logs.forEach(log -> positions.put(log, 0L));
  }

  /** Prints what is new, again and again, for as long as it is wanted. */
  public void follow(BooleanSupplier wanted) throws IOException, InterruptedException {
    while (wanted.getAsBoolean()) {
      printNews();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Prints what was added since the last time. */
  public void printNews() throws IOException {
    for (Map.Entry<Path, Long> log : positions.entrySet()) {
      byte[] news = read(log);
      while (news.length > 0) {
        if (!current.equals(log.getKey())) {
          current = log.getKey();
          out.println("==> " + current + " <==");
        }
        out.print(new String(news, StandardCharsets.UTF_8)); // a log may hold any bytes
        news = read(log);
      }
    }
    out.flush();
  }

  /** Up to the end of the last whole line, if there is one. */
  private static byte[] read(Map.Entry<Path, Long> log) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(log.getKey())) {
      if (file.size() < log.getValue()) {
        log.setValue(0L); // begun anew
      }
      long length = Math.min(MOST_AT_ONCE, file.size() - log.getValue());
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
      file.position(log.getValue());
      int read;
      do {
        read = file.read(bytes);
      } while (read > 0);
      int end = bytes.position();
      while (end > 0 && bytes.get(end - 1) != '\n') {
        end--;
      }
      if (end == 0 && bytes.position() == MOST_AT_ONCE) {
        end = MOST_AT_ONCE; // a line without an end
      }
      log.setValue(log.getValue() + end);
      return Arrays.copyOf(bytes.array(), end);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }
}
