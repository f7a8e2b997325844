package dev.mignet.nodes.process;

/** What can be limited for all processes of a cgroup together (kernel: cgroup-v2, cgroup-v1). */
public enum Controller {
  CPU("cpu", "cpu"),
  MEMORY("memory", "memory"),
  PIDS("pids", "pids"),
  IO("io", "blkio");

  private final String key;
  private final String firstKey;

  Controller(String key, String firstKey) {
    this.key = key;
    this.firstKey = firstKey;
  }

  /** The kernel's name for it. */
  public String key() {
    return key;
  }

  /** What version 1 calls it. */
  String firstKey() {
    return firstKey;
  }
}
