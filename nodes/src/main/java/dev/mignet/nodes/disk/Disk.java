package dev.mignet.nodes.disk;

import dev.mignet.nodes.process.ByteSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How large and how fast a node's disk is; what is empty is not limited.
 *
 * @param bytes at least {@value #LEAST_BYTES}; the file system's own tables are part of it
 * @param bytesPerSecond of reads, and as many of writes
 * @param operationsPerSecond reads, and as many writes
 */
public record Disk(long bytes, OptionalLong bytesPerSecond, OptionalInt operationsPerSecond) {
  /** 8 MiB: below that a file system's tables are a large part of it. */
  public static final long LEAST_BYTES = 8 << 20;

  private static final int MEGA = 6;

  /** Whether it is held to any rate. */
  public boolean isThrottled() {
    return bytesPerSecond.isPresent() || operationsPerSecond.isPresent();
  }

  /** For people: {@code disk 512 MiB}, {@code disk rate 4 MB/s}, {@code disk iops 100}. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    texts.add("disk " + ByteSize.text(bytes));
    bytesPerSecond.ifPresent(
        rate ->
            texts.add(
                "disk rate "
                    + BigDecimal.valueOf(rate, MEGA).stripTrailingZeros().toPlainString()
                    + " MB/s"));
    operationsPerSecond.ifPresent(number -> texts.add("disk iops " + number));
    return texts;
  }
}
