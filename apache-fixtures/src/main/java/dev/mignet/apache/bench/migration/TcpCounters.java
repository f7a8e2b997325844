package dev.mignet.apache.bench.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel's counters of TCP in the thread's namespace ({@code /proc/net/netstat}, lines {@code
 * TcpExt:}).
 */
record TcpCounters(Map<String, Long> values) {

  private static final String TABLE = "TcpExt: ";

  /** Now. */
  static TcpCounters read() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("/proc/thread-self/net/netstat")).stream()
            .filter(line -> line.startsWith(TABLE))
            .toList();
    String[] names = lines.get(0).split(" ", -1);
    String[] numbers = lines.get(1).split(" ", -1);
    Map<String, Long> values = new HashMap<>();
    for (int i = 1; i < names.length; i++) {
      values.put(names[i], Long.parseLong(numbers[i]));
    }
    return new TcpCounters(values);
  }

  /** A counter by the kernel's name for it; 0 where there is none. */
  long of(String counter) {
    return values.getOrDefault(counter, 0L);
  }
}
