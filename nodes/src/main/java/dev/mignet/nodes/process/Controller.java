package dev.mignet.nodes.process;

/** What can be limited for all processes of a cgroup together (kernel: cgroup-v2, cgroup-v1). */
public enum Controller {
  CPU("cpu"),
  MEMORY("memory"),
  PIDS("pids");

  private final String key;

  Controller(String key) {
    this.key = key;
  }

  /** The kernel's name for it. */
  public String key() {
    return key;
  }
}
