package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.net.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What all packet queues of a namespace have gone through since their programs bound them.
 *
 * @param queued packets that were given to programs, or should have been
 * @param lost those of them that the kernel dropped, because the queue was full or the program's
 *     socket was
 */
public record QueueStatistics(long queued, long lost) {
  private static final Path FILE = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");
  private static final int DROPPED = 5;
  private static final int USER_DROPPED = 6;
  private static final int SEQUENCE = 7;

  /** Reads them; none where the kernel has no queues. */
  public static QueueStatistics of(NetworkNamespace namespace) {
    return namespace.visit(
        () -> {
          try {
            return parse(Files.readString(FILE));
          } catch (NoSuchFileException e) {
            return new QueueStatistics(0, 0);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * A queue a line: number, port id, packets waiting, copy mode, copy range, dropped because full,
   * dropped because the socket was, last id, 1 (net/netfilter/nfnetlink_queue.c, seq_show).
   */
  static QueueStatistics parse(String text) {
    long queued = 0;
    long lost = 0;
    for (String line : text.lines().toList()) {
      List<String> fields = List.of(line.strip().split(" +", -1));
      if (fields.size() > SEQUENCE) {
        long dropped =
            Long.parseLong(fields.get(DROPPED)) + Long.parseLong(fields.get(USER_DROPPED));
        queued += Long.parseLong(fields.get(SEQUENCE)) + dropped;
        lost += dropped;
      }
    }
    return new QueueStatistics(queued, lost);
  }
}
