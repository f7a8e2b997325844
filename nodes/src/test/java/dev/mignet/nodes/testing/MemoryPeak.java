package dev.mignet.nodes.testing;

import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that a group has ever been charged. */
public final class MemoryPeak {
  private MemoryPeak() {}

  /** In bytes. memory.peak needs Linux 5.19; version 1 has always had its like. */
  public static long of(Cgroup group) throws IOException {
    Path files = group.folder(Controller.MEMORY).orElseThrow();
    Path peak = files.resolve("memory.peak");
    Path file = Files.exists(peak) ? peak : files.resolve("memory.max_usage_in_bytes");
    return Long.parseLong(Files.readString(file).strip());
  }
}
